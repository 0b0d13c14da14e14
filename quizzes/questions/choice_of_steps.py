"""Choose a step of what is done in order: the first one, or the one after another."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from quizzes.facts import Fact
from quizzes.questions.asking import topic_of
from quizzes.questions.choosing import build
from quizzes.questions.company import Reasoned, pick
from quizzes.questions.question import Question
from quizzes.questions.wording import quote


def make(note: str, fact: Fact) -> Iterator[Question]:
    """What comes first, and what comes right after one step that is drawn by lot."""
    if len(set(fact.steps)) < len(fact.steps):
        return
    chance = Random(fact.key)  # noqa: S311 - a lot, not a secret
    first, *rest = reasoned(fact)
    topic = topic_of(note, fact)
    stem = f"{topic}: what comes first?"
    yield from build(fact, "first", stem, first, pick(first[0], chance.sample(rest, len(rest))))
    before, key = chance.choice(list(pairwise(reasoned(fact))))
    others = [step for step in reasoned(fact) if step not in (before, key)]
    stem = f"{topic}: what comes right after {quote(before[0])}?"
    yield from build(fact, "next", stem, key, pick(key[0], chance.sample(others, len(others))))


def reasoned(fact: Fact) -> list[Reasoned]:
    return [(step, f"That is step {number}.") for number, step in enumerate(fact.steps, 1)]
