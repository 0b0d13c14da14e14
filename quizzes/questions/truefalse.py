"""True or false: a claim as it stands, or with one role in it swapped for its counterpart; never with a "not" put in.

Only what could be asked either way is asked, and a lot says which way: so neither answer is the likelier one, and
a word such as "only" or "not" stands in as many true claims as false ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from quizzes.facts import Fact
from quizzes.facts.verbs import IMPERATIVE
from quizzes.questions.asking import ask, definition_sentence, name_of
from quizzes.questions.blanking import find_blank, is_marked
from quizzes.questions.choice import grade as grade_choice
from quizzes.questions.choice import parse as parse_choice
from quizzes.questions.classes import Classes, classes_of
from quizzes.questions.company import Pair, clear_pairs, contradicts, fit_siblings, of_one_sort
from quizzes.questions.frames import Frame, frame_of
from quizzes.questions.mates import find_mates, find_others, find_subject, speak_of
from quizzes.questions.pool import Pool
from quizzes.questions.question import Choice, Grade, Question
from quizzes.questions.swapping import mend_article, swap_roles
from quizzes.questions.wording import (
    capitalise,
    count_negations,
    is_readable,
    leaks,
    sentence,
    shares_telling_word,
)

KIND = "truefalse"
MAX_WORDS = 35


class Claims(NamedTuple):
    """A claim, what becomes of it when a role is swapped, what is so instead, and what the swapped role is."""

    right: str
    wrong: str
    because: str
    other: str = ""


def make(note: str, fact: Fact, pool: Pool) -> Iterator[Question]:
    chance = Random(f"{fact.key}:{KIND}")  # noqa: S311 - a lot, not a secret
    claims = next(claims_of(note, fact, pool, chance), None)
    if claims is None or not all(is_fit(text) for text in (claims.right, claims.wrong)):
        return
    is_true = bool(chance.getrandbits(1))
    reasons = (claims.because, fact.explanation, "" if is_true else claims.other)
    yield ask(
        fact,
        "truefalse",
        "judge",
        claims.right if is_true else claims.wrong,
        choices=verdicts(is_true, claims, fact),
        explanation=" ".join(filter(None, reasons)),
    )


def verdicts(is_true: bool, claims: Claims, fact: Fact) -> tuple[Choice, Choice]:
    """Both answers, each with its reason; that of a true claim is more than the claim once again."""
    if not is_true:
        return Choice("True", False, claims.other or claims.because), Choice("False", True, claims.because)
    reason = fact.explanation or "It is so, and the note says it in these words."
    return Choice("True", True, reason), Choice("False", False, f"The claim holds. {claims.because}")


def is_fit(text: str) -> bool:
    """Whether a text makes one claim that can be judged alone."""
    return is_readable(text) and count_negations(text) < 2 and len(text.split()) <= MAX_WORDS


def claims_of(note: str, fact: Fact, pool: Pool, chance: Random) -> Iterator[Claims]:
    match fact.kind:
        case "definition":
            yield from claims_of_term(fact, pool.neighbours(note, fact, "definition"))
        case "mapping":
            yield from claims_of_sides(frame_of(note, fact), clear_pairs(fact.pairs), chance)
        case "contrast":
            yield from claims_of_sides(classes_of(note, fact), fact.pairs, chance)
        case "rule":
            yield from claims_of_rule(note, fact, pool)


def claims_of_term(fact: Fact, siblings: Iterable[Fact]) -> Iterator[Claims]:
    if shares_telling_word(fact.subject, fact.statement) or not is_readable(fact.statement):
        return
    for sibling in of_one_sort(fact, fit_siblings(fact, siblings)):
        is_riddle = contradicts(sibling.subject, fact.statement, sibling.statement)
        if not is_riddle and not shares_telling_word(sibling.subject, fact.statement):
            yield Claims(
                f"{name_of(fact)} is the name for {fact.statement}.",
                f"{name_of(sibling)} is the name for {fact.statement}.",
                definition_sentence(fact),
                definition_sentence(sibling),
            )


def claims_of_sides(frame: Frame | Classes, pairs: Sequence[Pair], chance: Random) -> Iterator[Claims]:
    """For each pair what holds of its left side, and the same with another right side."""
    for left, right in chance.sample(pairs, len(pairs)):
        others = [other for other in dict.fromkeys(side for _, side in pairs) if other != right]
        if leaks(right, left, 0.5) or not others:
            continue
        wrong = chance.choice(others)
        owners = [owner for owner, side in pairs if side == wrong]
        yield Claims(
            capitalise(frame.judge(left, right)),
            capitalise(frame.judge(left, wrong)),
            sentence(frame.claim(left, right)),
            sentence(frame.claim(owners[0], wrong)) if len(owners) == 1 else "",
        )


def claims_of_rule(note: str, fact: Fact, pool: Pool) -> Iterator[Claims]:
    right = sentence(fact.statement)
    because = f"The note says: {right}"
    for wrong in swap_roles(right):
        yield Claims(right, wrong, because)
    blank = find_blank(fact, pool)
    if blank and is_marked(fact, blank) and not IMPERATIVE.match(right):  # advice is neither true nor false
        tick = "`" * right[len(blank.before) :].startswith("`")
        for other, told in find_others(note, fact, blank, pool):
            wrong = f"{mend_article(blank.before, other)}{tick}{other}{tick}{blank.after}"
            yield Claims(right, wrong, because, told)
    if blank := find_subject(right, pool):
        for mate in find_mates(note, blank, pool):
            if wrong := speak_of(mate, blank):
                yield Claims(right, wrong, because, definition_sentence(mate))


def parse(form: Mapping[str, str], question: Question) -> str:
    """The position of the verdict, as text. Raises UnreadableAnswerError."""
    return parse_choice(form, question)


def grade(answer: str, question: Question, glossary: Iterable[str]) -> Grade:
    return grade_choice(answer, question, glossary)
