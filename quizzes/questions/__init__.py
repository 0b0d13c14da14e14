"""Questions: ways to ask for a fact. Every kind there is, in one place; a kind makes, parses and grades."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from quizzes.facts import Fact
from quizzes.questions import choice, choose, cloze, decision, match, order, scenario, sort, truefalse, typed
from quizzes.questions.pool import NotedFact, Pool
from quizzes.questions.question import BLANK, Choice, Grade, Question, UnreadableAnswerError

__all__ = [
    "BLANK", "KINDS", "Choice", "Grade", "NotedFact", "Pool", "Question", "UnreadableAnswerError",
    "grade_answer", "make_questions", "parse_answer",
]  # fmt: skip

GENERATOR_VERSION = 11


class Asked(Protocol):
    KIND: str

    def parse(self, form: Mapping[str, str], question: Question) -> str: ...
    def grade(self, answer: str, question: Question, glossary: Iterable[str]) -> Grade: ...


class Kind(Asked, Protocol):
    def make(self, note: str, fact: Fact, pool: Pool) -> Iterator[Question]: ...


KINDS: tuple[Kind, ...] = (choice, choose, truefalse, cloze, typed, match, order, sort, scenario)
# What no fact of a note tells, but the engine: `quizzes.computed` makes them.
COMPUTED: tuple[Asked, ...] = (decision,)
BY_NAME: dict[str, Asked] = {kind.KIND: kind for kind in (*KINDS, *COMPUTED)}


def make_questions(note: str, fact: Fact, pool: Pool) -> list[Question]:
    """All questions that can soundly be asked for a fact; the same facts always give the same questions."""
    return [question for kind in KINDS for question in kind.make(note, fact, pool)]


def parse_answer(form: Mapping[str, str], question: Question) -> str:
    """The raw answer in a form. Raises UnreadableAnswerError."""
    return BY_NAME[question.kind].parse(form, question)


def grade_answer(answer: str, question: Question, glossary: Iterable[str] = ()) -> Grade:
    """`glossary`: all terms of the vault; a slip that is as near to another term is no slip."""
    return BY_NAME[question.kind].grade(answer, question, glossary)
