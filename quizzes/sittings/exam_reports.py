"""Nouns of the exam pages: a question as it stands, the overview, the report."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from quizzes.models import Attempt, AttemptItem, Fact
from quizzes.queries import shuffled_choices
from quizzes.questions import Choice, Question
from quizzes.sittings.scoring import TO_PASS, right_to_pass, scaled_score

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A question of an exam with its answer, if there is one."""

    item: AttemptItem
    question: Question
    choices: list[tuple[int, Choice]]
    chosen: frozenset[int]

    @classmethod
    def of(cls, attempt: Attempt, item: AttemptItem) -> "Line":
        question = item.value
        chosen = frozenset(int(number) for number in NUMBER.findall(item.answer))
        return cls(item, question, ordered_choices(attempt, item, question), chosen)

    @property
    def fact(self) -> Fact | None:
        """What of the notes it asks for; None where it was computed."""
        return self.item.question_version.question.fact if self.item.question_version else None

    @property
    def grade(self) -> str:
        return "open" if self.item.is_right is None else "right" if self.item.is_right else "wrong"


def ordered_choices(attempt: Attempt, item: AttemptItem, question: Question) -> list[tuple[int, Choice]]:
    """The choices with their own numbers: in an order of this attempt, decisions in theirs."""
    if question.kind == "decision":
        return list(enumerate(question.choices))
    return shuffled_choices(question, f"{attempt.seed}:{item.position}")


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers of a domain, or of all, among the questions that count."""

    name: str
    right: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.right // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Report:
    lines: list[Line]
    whole: Score
    domains: list[Score]
    took: timedelta

    @property
    def scaled(self) -> int:
        return scaled_score(self.whole.right, self.whole.total)

    @property
    def is_passed(self) -> bool:
        return self.scaled >= TO_PASS

    @property
    def needed(self) -> int:
        return right_to_pass(self.whole.total)

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.lines if not line.item.is_right]

    @property
    def unscored(self) -> int:
        return len(self.lines) - self.whole.total


def read_report(attempt: Attempt) -> Report:
    note = "question_version__question__fact__note"
    items = attempt.items.select_related(note, "variant").defer(f"{note}__source", f"{note}__html")
    lines = [Line.of(attempt, item) for item in items]
    scored = [line.item for line in lines if line.item.is_scored]
    names = sorted({item.domain for item in scored}, key=str.casefold)
    domains = [score_of(name, [item for item in scored if item.domain == name]) for name in names]
    ended = attempt.finished_at or attempt.begun_at
    return Report(lines, score_of("", scored), domains, ended - attempt.begun_at)


def score_of(name: str, items: list[AttemptItem]) -> Score:
    return Score(name, sum(bool(item.is_right) for item in items), len(items))


def finished_exams(exams: QuerySet[Attempt]) -> list[tuple[Attempt, Score, int]]:
    """Exams that have ended, newest first, each with its score and what that is on AWS's scale."""
    scored = Q(items__is_scored=True)
    ended = exams.exclude(finished_at=None).annotate(
        right=Count("items", filter=scored & Q(items__is_right=True)), total=Count("items", filter=scored)
    )
    return [(exam, Score("", exam.right, exam.total), scaled_score(exam.right, exam.total)) for exam in ended]


def minutes_left(attempt: Attempt, at: datetime) -> int:
    """Minutes until the time is up, a begun one counted whole."""
    left = max(timedelta(), (attempt.ends_at or at) - at)
    return -(-left // timedelta(minutes=1))
