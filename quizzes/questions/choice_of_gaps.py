"""Choose what fills the gap of a rule: an amount among amounts, a term among those of its list or form."""

import re
from collections.abc import Iterator
from random import Random

from quizzes.facts import Fact
from quizzes.questions.asking import definition_sentence
from quizzes.questions.blanking import AMOUNT, NUMBER, SPAN, Blank, find_blank, is_marked
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, pick
from quizzes.questions.mates import find_mates, find_others
from quizzes.questions.pool import Pool
from quizzes.questions.question import BLANK, Question
from quizzes.questions.wording import is_readable, sentence, short_name

ARTICLE = re.compile(r"\b([Aa]n?) $")
IN_WORDS = "two three four five six seven eight nine ten twelve".split()
SPANS = {
    "minute": ("five minutes", "fifteen minutes", "thirty minutes", "one hour", "twelve hours"),
    "hour": ("fifteen minutes", "one hour", "four hours", "twelve hours", "one day"),
    "day": ("one day", "seven days", "thirty days", "ninety days", "one year"),
}


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    text = sentence(fact.statement)
    blank = find_blank(fact, pool) if is_readable(text) else None
    if blank is None:
        return
    is_code = text[len(blank.before)] == "`"
    stem = f"{ARTICLE.sub(open_article, blank.before)}{BLANK}{blank.after}"
    if AMOUNT.fullmatch(blank.key) and not is_code:
        key, others = blank.key, amounts(fact, blank)
    elif is_marked(fact, blank):
        key, others = blank.key, list(find_others(note, fact, blank, pool))
    elif noted := pool.term(blank.key, note):
        key = short_name(noted.fact.subject)
        mates = find_mates(note, blank, pool)
        others = [(short_name(mate.subject), definition_sentence(mate)) for mate in mates]
    else:
        return
    yield from build(fact, "gap", stem, (key, text), pick(key, others))


def open_article(found: re.Match[str]) -> str:
    """An article that fits every choice."""
    return f"{found[1][0]}(n) "


def amounts(fact: Fact, blank: Blank) -> list[Reasoned]:
    """Other amounts in the form of the key, so that neither its size nor its unit gives it away."""
    key = blank.key
    chance = Random(f"{fact.key}:amounts")  # noqa: S311 - the same fact always gives the same question
    unit = re.search(SPAN, key)
    if unit and (known := SPANS.get(unit[0].removesuffix("s"))):
        others = list(known)
    elif re.fullmatch(NUMBER, key) and key in IN_WORDS:
        others = IN_WORDS[max(0, IN_WORDS.index(key) - 3) : IN_WORDS.index(key) + 4]
    else:
        others = [scaled(key, factor) for factor in (0.5, 2, 4)] if re.match(r"\d", key) else []
    wrong = [text for text in others if text != key and text not in f"{blank.before}{blank.after}"]
    return [(text, f"The note says {key}.") for text in chance.sample(wrong, len(wrong))]


def scaled(key: str, factor: float) -> str:
    """The same amount, larger or smaller: `6,144 characters` as `12,288 characters`."""
    number, _, unit = key.partition(" ")
    value = round(float(number.replace(",", "")) * factor)
    return f"{value:,} {unit}".strip() if value >= 2 else key
