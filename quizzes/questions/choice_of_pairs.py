"""Choose what belongs to what: the partner in a table or list of pairs, the item of a class."""

from collections.abc import Iterator, Sequence
from random import Random

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.asking import topic_of
from quizzes.questions.choosing import build
from quizzes.questions.company import Pair, clear_pairs, pick
from quizzes.questions.question import Question
from quizzes.questions.wording import is_readable, is_spelled_in, leaks, quote


def ask_for_partners(note: str, fact: Fact) -> Iterator[Question]:
    """For each pair one side is given and the other asked for; which, is drawn by lot."""
    topic, pairs = topic_of(note, fact), clear_pairs(fact.pairs)
    for pair in pairs:
        forward = bool(Random(f"{fact.key}{pair[0]}").getrandbits(1))  # noqa: S311 - a lot, not a secret
        questions = [*ask_for_right(fact, topic, pair, pairs)], [*ask_for_left(fact, topic, pair, pairs)]
        yield from questions[not forward] or questions[forward]


def ask_for_right(fact: Fact, topic: str, pair: Pair, pairs: Sequence[Pair]) -> Iterator[Question]:
    left, right = pair
    if leaks(right, left, 0.5) or is_spelled_in(left, right) or not is_readable(right):
        return
    others = [(text, f"That goes with {quote(name)}.") for name, text in pairs if name != left]
    key = (right, f"It goes with {quote(left)}.")
    stem = f"{topic}: what goes with {quote(left)}?"
    yield from build(fact, f"right-{member_ident(left)}", stem, key, pick(right, mixed(fact, left, others)))


def ask_for_left(fact: Fact, topic: str, pair: Pair, pairs: Sequence[Pair]) -> Iterator[Question]:
    left, right = pair
    if leaks(left, right, 0.5) or is_spelled_in(left, right) or not is_readable(left):
        return
    others = [(name, f"That goes with {quote(text)}.") for name, text in pairs if name != left]
    key = (left, f"It goes with {quote(right)}.")
    stem = f"{topic}: what goes with {quote(right)}?"
    yield from build(fact, f"left-{member_ident(left)}", stem, key, pick(left, mixed(fact, left, others)))


def ask_for_items(note: str, fact: Fact) -> Iterator[Question]:
    """For each class of a contrast: which of these belongs to it?"""
    for name in dict.fromkeys(side for _, side in fact.pairs):
        own = [item for item, side in fact.pairs if side == name]
        key = Random(f"{fact.key}{name}").choice(own)  # noqa: S311 - a lot, not a secret
        others = [(item, f"That belongs to {quote(side)}.") for item, side in fact.pairs if side != name]
        stem = f"{topic_of(note, fact)}: which of these belongs to {quote(name)}?"
        if not leaks(key, stem, 0.6):
            company = pick(key, mixed(fact, key, others))
            yield from build(
                fact, f"item-{member_ident(name)}", stem, (key, f"It belongs to {quote(name)}."), company
            )


def mixed(fact: Fact, salt: str, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return Random(f"{fact.key}{salt}").sample(texts, len(texts))  # noqa: S311 - a lot, not a secret
