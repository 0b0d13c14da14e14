"""Answers that waited in a page for their connection count at the time they were given."""

from datetime import timedelta
from pathlib import Path

import pytest

from quizzes.models import Card, Question, Review
from quizzes.replaying import replay_log
from quizzes.reviewing import undo_last_review
from tests.factories import NOW, answer, answer_until_review, make_learner, make_vault, question_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TERMS = "# Terms\n\n- **User** → an identity with lasting keys.\n- **Role** → a set of rights taken on for a while.\n"


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return question_of(make_vault(tmp_path, Terms=TERMS), "Role")


def reread(card: Card) -> Card:
    return Card.objects.get(pk=card.pk)


@pytest.mark.parametrize("right", [True, False])
def test_late_answer_leaves_the_card_as_its_log_says(question: Question, right: bool) -> None:
    learner = make_learner()
    card = answer_until_review(learner, question)
    newest = answer(learner, question, at=NOW + 9 * DAY).reviewed_at

    late = answer(learner, question, at=NOW + 5 * DAY, right=right)

    card = reread(card)
    assert card.last_review == newest
    assert late.card.last_review == newest
    assert replay_log(Review.objects.filter(card=card)).is_that_of(card)


def test_undo_after_a_late_answer_leaves_the_card_as_its_log_says(question: Question) -> None:
    learner = make_learner()
    card = answer_until_review(learner, question)
    answer(learner, question, at=NOW + 9 * DAY)
    late = answer(learner, question, at=NOW + 5 * DAY)

    undo_last_review(learner, question.fact.vault)

    card = reread(card)
    assert card.last_review == late.reviewed_at
    assert replay_log(Review.objects.filter(card=card)).is_that_of(card)
