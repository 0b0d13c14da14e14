"""Choose what belongs to what: the partner in a table or list of pairs, the item of a class."""

from collections.abc import Iterator, Sequence
from random import Random

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.choosing import build
from quizzes.questions.classes import classes_of
from quizzes.questions.company import Pair, Reasoned, clear_pairs, pick
from quizzes.questions.frames import Frame, frame_of, is_vague
from quizzes.questions.question import Question
from quizzes.questions.wording import is_readable, is_spelled_in, leaks, sentence


def ask_for_partners(note: str, fact: Fact) -> Iterator[Question]:
    """For each pair one side is given and the other asked for; which, is drawn by lot."""
    frame, pairs = frame_of(note, fact), clear_pairs(fact.pairs)
    for pair in pairs:
        forward = bool(Random(f"{fact.key}{pair[0]}").getrandbits(1))  # noqa: S311 - a lot, not a secret
        questions = [*ask_for_right(fact, frame, pair, pairs)], [*ask_for_left(fact, frame, pair, pairs)]
        yield from questions[not forward] or questions[forward]


def ask_for_right(fact: Fact, frame: Frame, pair: Pair, pairs: Sequence[Pair]) -> Iterator[Question]:
    left, right = pair
    if leaks(right, left, 0.5) or is_spelled_in(left, right) or not is_readable(right) or is_vague(left):
        return
    stem, key = frame.ask_right(left, right), (right, because(frame, pair))
    others = [(other[1], because(frame, other)) for other in pairs if other != pair]
    yield from build(fact, f"right-{member_ident(left)}", stem, key, pick(right, mixed(fact, left, others)))


def ask_for_left(fact: Fact, frame: Frame, pair: Pair, pairs: Sequence[Pair]) -> Iterator[Question]:
    left, right = pair
    if leaks(left, right, 0.5) or is_spelled_in(left, right) or not is_readable(left) or is_vague(right):
        return
    stem, key = frame.ask_left(right), (left, because(frame, pair))
    others = [(other[0], because(frame, other)) for other in pairs if other != pair]
    yield from build(fact, f"left-{member_ident(left)}", stem, key, pick(left, mixed(fact, left, others)))


def because(frame: Frame, pair: Pair) -> str:
    return sentence(frame.claim(*pair))


def ask_for_items(note: str, fact: Fact) -> Iterator[Question]:
    """For each class of a contrast: which of these belongs to it?"""
    classes = classes_of(note, fact)
    for name in classes.names:
        own = [item for item, side in fact.pairs if side == name]
        key = Random(f"{fact.key}{name}").choice(own)  # noqa: S311 - a lot, not a secret
        others = [(item, sentence(classes.claim(item, side))) for item, side in fact.pairs if side != name]
        stem = classes.ask_one(name)
        if not leaks(key, stem, 0.6):
            reasoned = (key, sentence(classes.claim(key, name)))
            company = pick(key, mixed(fact, key, others))
            yield from build(fact, f"item-{member_ident(name)}", stem, reasoned, company)


def mixed(fact: Fact, salt: str, texts: list[Reasoned]) -> list[Reasoned]:
    return Random(f"{fact.key}{salt}").sample(texts, len(texts))  # noqa: S311 - a lot, not a secret
