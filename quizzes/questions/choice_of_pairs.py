"""Choose what belongs to what: the partner in a table or list of pairs, the item of a class."""

from collections.abc import Iterator
from random import Random

from quizzes.facts import Fact
from quizzes.facts.fact import member_ident
from quizzes.questions.choosing import build
from quizzes.questions.company import pick
from quizzes.questions.question import Question
from quizzes.questions.wording import is_readable, leaks, quote


def ask_for_partners(fact: Fact) -> Iterator[Question]:
    """For each pair one side is given and the other asked for; which, is drawn by lot."""
    for left, right in fact.pairs:
        forward = bool(Random(f"{fact.key}{left}").getrandbits(1))  # noqa: S311 - a lot, not a secret
        questions = [*ask_for_right(fact, left, right)], [*ask_for_left(fact, left, right)]
        yield from questions[not forward] or questions[forward]


def ask_for_right(fact: Fact, left: str, right: str) -> Iterator[Question]:
    if leaks(right, left, 0.5) or not is_readable(right):
        return
    others = [(text, f"That belongs to {quote(name)}.") for name, text in fact.pairs if name != left]
    key = (right, f"It belongs to {quote(left)}.")
    stem = f"{fact.subject}: what belongs to {quote(left)}?"
    yield from build(fact, f"right-{member_ident(left)}", stem, key, pick(right, mixed(fact, left, others)))


def ask_for_left(fact: Fact, left: str, right: str) -> Iterator[Question]:
    if leaks(left, right, 0.5) or not is_readable(left):
        return
    others = [(name, f"To that belongs {quote(text)}.") for name, text in fact.pairs if name != left]
    key = (left, f"To it belongs {quote(right)}.")
    stem = f"{fact.subject}: to which of these does {quote(right)} belong?"
    yield from build(fact, f"left-{member_ident(left)}", stem, key, pick(left, mixed(fact, left, others)))


def ask_for_items(fact: Fact) -> Iterator[Question]:
    """For each class of a contrast: which of these belongs to it?"""
    for name in dict.fromkeys(side for _, side in fact.pairs):
        own = [item for item, side in fact.pairs if side == name]
        key = Random(f"{fact.key}{name}").choice(own)  # noqa: S311 - a lot, not a secret
        others = [(item, f"That belongs to {quote(side)}.") for item, side in fact.pairs if side != name]
        stem = f"{fact.subject}. Which of these belongs to {quote(name)}?"
        if not leaks(key, stem, 0.6):
            company = pick(key, mixed(fact, key, others))
            yield from build(
                fact, f"item-{member_ident(name)}", stem, (key, f"It belongs to {quote(name)}."), company
            )


def mixed(fact: Fact, salt: str, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return Random(f"{fact.key}{salt}").sample(texts, len(texts))  # noqa: S311 - a lot, not a secret
