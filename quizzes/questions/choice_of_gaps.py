"""Choose what fills the gap of a rule: an amount among other amounts, a term among those of its list."""

import re
from collections.abc import Iterator
from random import Random

from quizzes.facts import Fact
from quizzes.questions.asking import definition_sentence
from quizzes.questions.blanking import AMOUNT, NUMBER, SPAN, Blank, find_blank
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, fit_siblings, pick
from quizzes.questions.pool import NotedFact, Pool
from quizzes.questions.question import BLANK, Question
from quizzes.questions.wording import content_words, count_negations, is_readable, sentence, short_name

ARTICLE = re.compile(r"\b([Aa]n?) $")
IN_WORDS = "two three four five six seven eight nine ten twelve".split()
SPANS = {
    "minute": ("five minutes", "fifteen minutes", "thirty minutes", "one hour", "twelve hours"),
    "hour": ("fifteen minutes", "one hour", "four hours", "twelve hours", "one day"),
    "day": ("one day", "seven days", "thirty days", "ninety days", "one year"),
}
# A term of the same list would do as well where its own definition says most of what the sentence says.
ALIKE = 0.5


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    text = sentence(fact.statement)
    blank = find_blank(text, pool) if is_readable(text) else None
    if blank is None:
        return
    is_code = text[len(blank.before)] == "`"
    stem = f"{ARTICLE.sub(open_article, blank.before)}{BLANK}{blank.after}"
    if AMOUNT.fullmatch(blank.key) and not is_code:
        key, others = blank.key, amounts(fact, blank.key)
    elif noted := pool.term(blank.key, note):
        key, others = short_name(noted.fact.subject), list(mates(noted, blank, pool))
    else:
        return
    yield from build(fact, "gap", stem, (key, text), pick(key, others))


def open_article(found: re.Match[str]) -> str:
    """An article that fits every choice."""
    return f"{found[1][0]}(n) "


def amounts(fact: Fact, key: str) -> list[Reasoned]:
    """Other amounts in the form of the key, so that neither its size nor its unit gives it away."""
    chance = Random(f"{fact.key}:amounts")  # noqa: S311 - the same fact always gives the same question
    unit = re.search(SPAN, key)
    if unit and (known := SPANS.get(unit[0].removesuffix("s"))):
        others = list(known)
    elif re.fullmatch(NUMBER, key) and key in IN_WORDS:
        others = IN_WORDS[max(0, IN_WORDS.index(key) - 3) : IN_WORDS.index(key) + 4]
    else:
        others = [scaled(key, factor) for factor in (0.5, 2, 4)] if re.match(r"\d", key) else []
    wrong = [text for text in others if text != key]
    return [(text, f"The note says {key}.") for text in chance.sample(wrong, len(wrong))]


def scaled(key: str, factor: float) -> str:
    """The same amount, larger or smaller: `6,144 characters` as `12,288 characters`."""
    number, _, unit = key.partition(" ")
    value = round(float(number.replace(",", "")) * factor)
    return f"{value:,} {unit}".strip() if value >= 2 else key


def mates(noted: NotedFact, blank: Blank, pool: Pool) -> Iterator[Reasoned]:
    """Terms of the same list as the key, of which the sentence is not said too, as it is of a whole with its part."""
    rest = content_words(f"{blank.before} {blank.after}")
    head = content_words(blank.key.split()[-1])
    if count_negations(blank.before):
        return  # what is denied of one thing is often denied of its neighbours
    others = (one.fact for one in pool.by_group[noted.note, noted.fact.group] if one != noted)
    for mate in fit_siblings(noted.fact, others):
        said = content_words(f"{mate.subject} {mate.statement} {mate.explanation}")
        apart = not content_words(mate.subject) & rest and not head <= content_words(mate.statement)
        if apart and len(rest & said) < ALIKE * len(rest):
            yield short_name(mate.subject), definition_sentence(mate)
