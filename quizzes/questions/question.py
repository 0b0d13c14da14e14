"""A question, an answer to it, and the grade: plain values that every kind shares."""

from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Literal, Self

QuestionKind = Literal["choice", "cloze", "scenario"]

BLANK = "____"


@dataclass(frozen=True, slots=True)
class Choice:
    text: str
    is_key: bool
    because: str  # why it is right or wrong, shown after the answer


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask for one facet of a fact. Texts are plain, with code in backticks."""

    ident: str
    fact_key: str
    kind: QuestionKind
    facet: str
    stem: str
    explanation: str
    choices: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()  # what counts as right where the answer is typed; the first is shown
    answer: str = ""  # shown where the learner grades themselves

    @property
    def key(self) -> str:
        """The right answer as it is shown."""
        return (
            next((choice.text for choice in self.choices if choice.is_key), "")
            or self.answer
            or self.accepted[0]
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        choices = tuple(Choice(**choice) for choice in body["choices"])
        return cls(**{**body, "choices": choices, "accepted": tuple(body["accepted"])})


@dataclass(frozen=True, slots=True)
class Grade:
    is_right: bool
    answer: str  # what the learner gave, as it is shown back


class UnreadableAnswerError(ValueError):
    """The form holds no answer to this question: nothing is graded and nothing is lost."""


def question_ident(fact_key: str, kind: str, facet: str) -> str:
    return blake2b(f"{fact_key}:{kind}:{facet}".encode(), digest_size=8).hexdigest()
