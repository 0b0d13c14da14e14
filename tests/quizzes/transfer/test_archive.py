"""All that a learner has in a vault, as JSON."""

from typing import Any
from uuid import uuid4

import pytest

from content.models import Vault
from people.models import Learner
from quizzes.models import Deck, Review
from quizzes.reviewing import undo_review
from quizzes.scheduling import Memory
from tests.factories import MINUTE, NOW, answer, fact_of, make_learner, question_of
from tests.quizzes.notes import TERMS
from tests.quizzes.transfer.archives import archive_of

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


def test_archive_of_a_visitor_is_empty(vault: Vault) -> None:
    assert archive_of(None, vault) == {
        "format": "iamstudy",
        "version": 1,
        "vault": {"name": vault.name, "slug": vault.slug},
        "deck": None,
        "cards": [],
        "questions": [],
        "reviews": [],
    }


def test_archive_tells_card_question_answer_and_undoing(ada: Learner, vault: Vault) -> None:
    Deck.objects.create(learner=ada, vault=vault, desired_retention=0.85)
    question, key = question_of(vault, "Role", "recognise"), uuid4()
    review = answer(ada, question, at=NOW, key=key)
    undoing = undo_review(review)

    archive = archive_of(ada, vault)

    fact, version, card = fact_of(vault, "Role"), question.current, undoing.card
    assert archive["deck"]["desired_retention"] == 0.85
    assert archive["questions"] == [
        {
            "fact": fact.key,
            "facet": "recognise",
            "kind": "choice",
            "body": version.body,
            "generator_version": version.generator_version,
            "is_by_author": False,
        }
    ]
    assert archive["cards"] == [
        {
            "fact": fact.key,
            "aliases": [],
            "note": "Terms.md",
            "subject": "Role",
            "facet": "recognise",
            "state": "learning",
            "step": 0,
            "stability": None,
            "difficulty": None,
            "due": NOW.isoformat(),
            "last_review": None,
            "model_version": card.model_version,
            "lapses": 0,
            "is_suspended": False,
            "is_leech": False,
            "buried_until": None,
        }
    ]
    assert archive["reviews"] == [row_of(review, None), row_of(undoing, key)]
    assert Memory.from_json(archive["reviews"][0]["state_before"]) == Memory.new(NOW)


def row_of(review: Review, undone: object) -> dict[str, Any]:
    return {
        "key": str(review.idempotency_key),
        "card": 0,
        "question": 0,
        "reviewed_at": review.reviewed_at.isoformat(),
        "undoes": undone and str(undone),
        "duration_ms": review.duration_ms,
        "rating": 3,
        "answer": "Role",
        "is_right": True,
        "is_first": review.is_first,
        "state_before": review.state_before,
        "model_version": review.model_version,
        "scheduler": review.scheduler,
        "confidence": None,
        "hints": 0,
    }


def test_archive_keeps_to_one_learner_and_vault(ada: Learner, vault: Vault) -> None:
    answer(make_learner("bob"), question_of(vault, "Role", "recognise"), at=NOW)
    answer(ada, question_of(vault, "User", "recognise"), at=NOW + MINUTE)

    archive = archive_of(ada, vault)

    assert [card["subject"] for card in archive["cards"]] == ["User"]
    assert len(archive["reviews"]) == 1
