"""A choice of one from a key and its company, in an order of its own that stays between runs."""

from collections.abc import Iterator, Sequence
from random import Random

from quizzes.facts import Fact
from quizzes.questions.asking import ask
from quizzes.questions.company import Reasoned
from quizzes.questions.question import Choice, Question, question_ident
from quizzes.questions.wording import is_readable

MIN_CHOICES = 3


def build(
    fact: Fact, facet: str, stem: str, key: Reasoned, distractors: Sequence[Reasoned]
) -> Iterator[Question]:
    """The question, if its stem can stand alone and enough company was found: it is never padded."""
    if len(distractors) + 1 < MIN_CHOICES or not is_readable(stem):
        return
    choices = shuffled(question_ident(fact.key, "choice", facet), [key], distractors)
    yield ask(fact, "choice", facet, stem, choices=choices)


def shuffled(ident: str, keys: Sequence[Reasoned], distractors: Sequence[Reasoned]) -> tuple[Choice, ...]:
    choices = [Choice(text, is_key=True, because=because) for text, because in keys]
    choices += [Choice(text, is_key=False, because=because) for text, because in distractors]
    Random(ident).shuffle(choices)  # noqa: S311 - an order that stays the same between runs
    return tuple(choices)
