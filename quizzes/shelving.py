"""Verbs: what takes a question out of a learner's queue, each with the way back."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from django.db import transaction

from people.models import Learner
from quizzes.decks import day_of, start_of_day
from quizzes.models import Card, Question, QuestionReport, QuestionVersion
from quizzes.scheduling import Memory

Verb = Literal["skipped", "suspended", "reported", "resumed"]

FLAGS = ("is_suspended", "is_leech", "buried_until")
REPORT_FIELDS = ("reason", "made_at", "settled_at")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One thing that was done to a card besides answering it, with all it takes to undo it."""

    verb: Verb
    at: datetime
    question: int
    card: int
    card_before: dict[str, Any]
    report: int | None = None
    report_before: dict[str, Any] | None = None  # None: there was no report

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"at": self.at.isoformat()}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        return cls(**body | {"at": datetime.fromisoformat(body["at"])})


def values_of(row: Card | QuestionReport, names: tuple[str, ...]) -> dict[str, Any]:
    """Some fields of a row, fit for JSON."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def change_card(learner: Learner, question: Question, verb: Verb, at: datetime, **flags: Any) -> Shelved:
    """Sets flags of the learner's card for a question, which is made where there is none yet."""
    with transaction.atomic():
        new = Memory.new(at)
        card, _ = Card.objects.select_for_update().get_or_create(
            learner=learner,
            fact_id=question.fact_id,
            facet=question.facet,
            defaults={"state": new.state, "step": new.step, "due": new.due},
        )
        shelved = Shelved(verb, at, question.pk, card.pk, values_of(card, FLAGS))
        for name, value in flags.items():
            setattr(card, name, value)
        card.save(update_fields=FLAGS)
    return shelved


def tomorrow(learner: Learner, at: datetime) -> datetime:
    """When the learner's next study day begins."""
    return start_of_day(learner, day_of(learner, at) + timedelta(days=1))


def skip(learner: Learner, question: Question, at: datetime) -> Shelved:
    """Puts a question off until the next study day."""
    return change_card(learner, question, "skipped", at, buried_until=tomorrow(learner, at))


def suspend(learner: Learner, question: Question, at: datetime) -> Shelved:
    """Asks a question no more until it is taken up again; the other forms of its fact rest for the day."""
    return change_card(
        learner, question, "suspended", at, is_suspended=True, buried_until=tomorrow(learner, at)
    )


def resume(learner: Learner, question: Question, at: datetime) -> Shelved:
    """Takes a suspended question up again. A leech begins anew, with all that is known of its memory."""
    return change_card(
        learner, question, "resumed", at, is_suspended=False, is_leech=False, buried_until=None
    )


def report_question(learner: Learner, version: QuestionVersion, reason: str, at: datetime) -> Shelved:
    """Says that a question is wrong and puts it off until the next study day; a second report replaces the first."""
    question = version.question
    with transaction.atomic():
        shelved = change_card(learner, question, "reported", at, buried_until=tomorrow(learner, at))
        reports = QuestionReport.objects.select_for_update()
        known = reports.filter(learner=learner, question_version=version).first()
        report, _ = reports.update_or_create(
            learner=learner,
            question_version=version,
            defaults={"reason": reason, "made_at": at, "settled_at": None},
        )
    return Shelved(
        shelved.verb,
        at,
        shelved.question,
        shelved.card,
        shelved.card_before,
        report.pk,
        values_of(known, REPORT_FIELDS) if known else None,
    )


def put_back(learner: Learner, shelved: Shelved) -> Question | None:
    """Undoes what was done; gives the question it was about, or None if it is gone by now."""
    with transaction.atomic():
        card = Card.objects.select_for_update().filter(pk=shelved.card, learner=learner).first()
        if card is None:
            return None
        restore(card, shelved.card_before)
        report = QuestionReport.objects.filter(pk=shelved.report, learner=learner).first()
        if report and shelved.report_before is None:
            report.delete()
        elif report and shelved.report_before:
            restore(report, shelved.report_before)
    return Question.objects.filter(pk=shelved.question).select_related("current", "fact__note").first()


def restore(row: Card | QuestionReport, values: dict[str, Any]) -> None:
    """Writes back what `values_of` gave."""
    for name, value in values.items():
        setattr(row, name, row._meta.get_field(name).to_python(value))
    row.save(update_fields=list(values))
