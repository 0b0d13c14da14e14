"""Verbs: what whoever writes the notes decides about a question. A sync changes nothing of it."""

import json

from django.db import transaction

from quizzes.models import Making, Question, QuestionVersion, Status, Steering
from quizzes.questions import GENERATOR_VERSION
from quizzes.questions import Question as QuestionValue
from quizzes.refreshing import remake_questions
from quizzes.storing import hash_of


def edit_question(question: Question, value: QuestionValue) -> QuestionVersion:
    """Puts a wording in the place of the present one and pins it; old reviews keep what was asked."""
    body = json.loads(json.dumps(value.as_json()))
    with transaction.atomic():
        version, _ = QuestionVersion.objects.get_or_create(
            question=question,
            body_hash=hash_of(body),
            defaults={"body": body, "generator_version": GENERATOR_VERSION, "is_by_author": True},
        )
        question.current = version
        pin(question)
    return version


def pin(question: Question) -> None:
    """Keeps the question as it reads now, also when its line is edited or it is no longer made."""
    steer(question, Steering.PINNED)


def retire(question: Question) -> None:
    """Takes the question out of everybody's queue; what is known of it is kept."""
    steer(question, Steering.RETIRED)


def unpin(question: Question) -> None:
    """Leaves the question to the generator again, which words it as the notes stand now."""
    restore(question)


def restore(question: Question) -> None:
    """Undoes what was decided: the question is made anew, if it is still made at all."""
    with transaction.atomic():
        steer(question, "")
        remake_questions(question.fact)
    question.refresh_from_db()


def steer(question: Question, steering: str) -> None:
    question.steering = steering
    question.is_live = (
        steering != Steering.RETIRED
        and question.current is not None
        and question.fact.status == Status.OK
        and question.fact.retired_at is None
    )
    question.save(update_fields=["steering", "is_live", "current"])
    # The next sync looks at what was decided.
    Making.objects.filter(fact=question.fact_id).delete()
