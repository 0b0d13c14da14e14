"""What could be taken for the words that a rule hides, and of which the rule does not hold."""

import re
from collections.abc import Iterator

from quizzes.facts import Fact
from quizzes.facts.verbs import VERB
from quizzes.questions.asking import definition_sentence
from quizzes.questions.blanking import AMOUNT, MIN_WORDS_LEFT, SPAN, Blank, term_spans
from quizzes.questions.company import Reasoned, fit_siblings
from quizzes.questions.pool import Pool
from quizzes.questions.swapping import UNSURE, mend_article
from quizzes.questions.wording import (
    STOP_WORDS,
    content_words,
    count_negations,
    leaks,
    lower_first,
    sentence,
    short_name,
)

# The rule holds of a mate too where the mate's own definition says that share of its words.
ALIKE = 0.5
CLAUSE = re.compile(r"[,;:]\s")
OPENS = re.compile(r"(?:(?:An?|The) )?`?")
# Names that take no article: code, operations, keys.
CODE_NAME = re.compile(r"\S*(?:[:_]|[a-z][A-Z])\S*|aws .*|[A-Z]{3,}")


def find_mates(note: str, blank: Blank, pool: Pool) -> Iterator[Fact]:
    """What could stand in the blank and would make the rule false.

    None where the rule denies something, says what may be, or is about something else: that is often so of the
    neighbours as well.
    """
    noted = pool.term(blank.key, note)
    said = f"{blank.before} {blank.after}"
    if noted is None or not OPENS.fullmatch(blank.before) or count_negations(said) or UNSURE.search(said):
        return
    rest, head = content_words(said), content_words(blank.key.split()[-1])
    for mate in fit_siblings(noted.fact, pool.beside(noted)):
        own = content_words(f"{mate.subject} {mate.statement} {mate.explanation}")
        # A whole that its own definition explains by the part: what is said of the part may be said of it.
        apart = not content_words(mate.subject) & rest and not head <= content_words(mate.statement)
        if apart and len(rest & own) < ALIKE * len(rest):
            yield mate


def find_others(note: str, rule: Fact, blank: Blank, pool: Pool) -> Iterator[Reasoned]:
    """What else an author's gap could be filled with, if it has the same form; each with a reason."""
    said, key = f"{blank.before} {blank.after}", content_words(blank.key)
    clause = f"{CLAUSE.split(blank.before)[-1]} {CLAUSE.split(blank.after)[0]}"
    if count_negations(clause):
        return  # what is denied of one thing is so of many
    for text, because in others_named(note, rule, blank, pool):
        words = content_words(text)
        is_part = words <= key or key <= words  # a part or the whole of the key would be right as well
        if form_of(text) == form_of(blank.key) and not is_part and not leaks(text, said, 0.6):
            yield text, because


def others_named(note: str, rule: Fact, blank: Blank, pool: Pool) -> Iterator[Reasoned]:
    """The terms beside the one that is hidden, then what other rules hide, the nearest first."""
    noted = pool.term(blank.key, note)
    for mate in fit_siblings(noted.fact, pool.beside(noted)) if noted else ():
        yield lower_first(short_name(mate.subject)), definition_sentence(mate)
    for other in pool.neighbours(note, rule, "rule"):
        for member in other.members:
            yield member.text.strip("`"), f"That belongs elsewhere: {sentence(other.statement)}"


def form_of(text: str) -> tuple[object, ...]:
    """What a gap tells of its filling: the word it opens with, a name, letters, a key, one or several, its unit."""
    first, *_ = text.split()
    opening = first.lower() if first.lower() in STOP_WORDS else ""
    is_name = bool(CODE_NAME.fullmatch(text)) or text != text.lower()
    is_short = text.isupper()
    is_plural = text.endswith("s") and not text.endswith("ss")
    amount = AMOUNT.match(text)
    unit = re.search(SPAN, text) if amount else None
    return (
        opening,
        is_name,
        is_short,
        ":" in text,
        is_plural,
        bool(amount),
        unit and unit[0].removesuffix("s"),
    )


def find_subject(text: str, pool: Pool) -> Blank | None:
    """The term that a sentence opens with and says something of."""
    for start, end in sorted(term_spans(text, pool), key=lambda span: (span[0], -span[1])):
        is_first = OPENS.fullmatch(text[:start])
        if is_first and VERB.match(text[end:].strip()) and len(content_words(text[end:])) >= MIN_WORDS_LEFT:
            return Blank(text[:start], text[start:end], text[end:])
    return None


def speak_of(mate: Fact, blank: Blank) -> str:
    """The sentence with a mate for the term it opens with; empty where the two can't change places as words."""
    name, has_article = short_name(mate.subject), bool(blank.before)
    alike = name.endswith("s") == blank.key.endswith("s") and bool(CODE_NAME.fullmatch(name)) != has_article
    if not alike or bool(CODE_NAME.fullmatch(blank.key)) == has_article:
        return ""
    if has_article and name[1:2].islower() and not re.search(r" [A-Z]", name):
        name = name[:1].lower() + name[1:]
    return f"{mend_article(blank.before, name)}{name}{blank.after}"
