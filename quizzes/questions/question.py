"""A question, an answer to it, and the grade: plain values that every kind shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Literal, Self

QuestionKind = Literal[
    "choice",  # one of a few
    "choose",  # as many as the stem says
    "truefalse",
    "cloze",  # a gap, typed
    "typed",  # an answer, typed
    "match",  # what belongs to what
    "order",  # what comes first
    "sort",  # which class each belongs to
    "scenario",  # an answer of a paragraph, graded by the learner
    "decision",  # what the policies say to a request
]

BLANK = "____"

TASKS: dict[QuestionKind, str] = {
    "choice": "Choose one",
    "choose": "Choose several",
    "truefalse": "True or false",
    "cloze": "Fill in",
    "typed": "Answer",
    "match": "Match",
    "order": "Put in order",
    "sort": "Sort",
    "scenario": "In your own words",
    "decision": "Decide",
}


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
    pairs: tuple[tuple[str, str], ...] = ()  # left, right; sort: item, class; decision: policy, word
    steps: tuple[str, ...] = ()  # order: the right one; decision: the Sids or policies that settle it
    documents: tuple[tuple[str, str], ...] = ()  # shown below the stem: a name and JSON or plain lines
    hint: str = ""
    level: int = 1  # 1 easy, 2 middling, 3 hard

    @property
    def task(self) -> str:
        """What the learner is to do, in a few words."""
        return "Situation" if self.facet == "apply" else TASKS[self.kind]

    @property
    def key(self) -> str:
        """The right answer as it is shown."""
        if self.choices:
            return "; ".join(choice.text for choice in self.choices if choice.is_key)
        if self.pairs:
            return join_pairs(self.pairs)
        if self.steps:
            return join_steps(self.steps)
        return self.answer or self.accepted[0]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        choices = tuple(Choice(**choice) for choice in body["choices"])
        lists = {name: tuple(body.get(name, ())) for name in ("accepted", "steps")}
        pairs = {
            name: tuple((first, second) for first, second in body.get(name, ()))
            for name in ("pairs", "documents")
        }
        return cls(**{**body, "choices": choices, **lists, **pairs})


@dataclass(frozen=True, slots=True)
class Grade:
    is_right: bool
    answer: str  # what the learner gave, as it is shown back


class UnreadableAnswerError(ValueError):
    """The form holds no answer to this question: nothing is graded and nothing is lost."""


def join_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{left}: {right}" for left, right in pairs)


def join_steps(steps: Iterable[str]) -> str:
    return "; ".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def was_given(answer: str, part: str) -> bool:
    """Whether an answer of several parts, as a grade shows it, holds this one."""
    return f"; {part}; " in f"; {answer}; "


def token(ident: str, text: str) -> str:
    """What stands for a text in the form of a question: it tells nothing of its place in the answer."""
    return blake2b(f"{ident}:{text}".encode(), digest_size=4).hexdigest()


def read_counterparts(
    form: Mapping[str, str], question: Question, field: str, others: Sequence[str], remedy: str
) -> str:
    """For the left side of each pair the place in `others` of what its field names, as `2,0,1`; empty if unknown.

    Raises: UnreadableAnswerError, with the remedy, where a field names none of them.
    """
    if "unknown" in form:
        return ""
    given = [form.get(f"{field}-{token(question.ident, left)}", "") for left, _ in question.pairs]
    places = {token(question.ident, other): number for number, other in enumerate(others)}
    if not all(choice in places for choice in given):
        raise UnreadableAnswerError(remedy)
    return ",".join(str(places[choice]) for choice in given)


def grade_counterparts(answer: str, question: Question, others: Sequence[str]) -> Grade:
    """The grade of such an answer: right where every pair is."""
    if not answer:
        return Grade(is_right=False, answer="")
    named = [others[int(number)] for number in answer.split(",")]
    given = [(left, other) for (left, _), other in zip(question.pairs, named, strict=True)]
    return Grade(tuple(given) == question.pairs, join_pairs(given))


def question_ident(fact_key: str, kind: str, facet: str) -> str:
    return blake2b(f"{fact_key}:{kind}:{facet}".encode(), digest_size=8).hexdigest()
