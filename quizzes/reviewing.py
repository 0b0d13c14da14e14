"""Verbs: answers, ratings and their undoing."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from content.models import Note, Vault
from people.models import Learner
from quizzes.models import Card, QuestionVersion, Review
from quizzes.questions import grade_answer
from quizzes.scheduling import Memory, Rating, review_card

LONGEST_ANSWER = timedelta(minutes=10)  # a page left open over lunch says nothing about recall


def answer_question(
    learner: Learner,
    version: QuestionVersion,
    answer: str,
    key: UUID,
    asked_at: datetime,
    at: datetime,
    *,
    confidence: int | None = None,
    hints: int = 0,
) -> Review:
    """Grades an answer, as `parse_answer` read it, and schedules its card; the same key again gives the same review.

    A right answer counts at once, as Good, or as Hard if hints were taken, so that closing the page loses nothing.
    `confidence` is what the learner said before, 1 to 3.
    """
    with transaction.atomic():
        fact = version.question.fact
        glossary = fact.vault.facts.living().filter(kind="definition").values_list("subject", flat=True)
        grade = grade_answer(answer, version.value, glossary)
        new = Memory.new(at)
        card, _ = Card.objects.select_for_update().get_or_create(
            learner=learner,
            fact=fact,
            facet=version.question.facet,
            defaults={"state": new.state, "step": new.step, "due": new.due},
        )
        # Only now: the lock on the card lets one of two equal answers see the other.
        if known := Review.objects.filter(idempotency_key=key).select_related("card").first():
            if known.card.learner_id == learner.pk:
                return known
            # A visitor's form sent twice at once makes two guests, and each must get an answer.
            key = uuid4()
        return record(
            Review(
                card=card,
                question_version=version,
                idempotency_key=key,
                reviewed_at=at,
                duration_ms=int(
                    min(max(at - asked_at, timedelta()), LONGEST_ANSWER) / timedelta(milliseconds=1)
                ),
                rating=rating_of(grade.is_right, hints),
                answer=grade.answer,
                is_right=grade.is_right,
                confidence=confidence,
                hints=hints,
            )
        )


def rating_of(is_right: bool, hints: int) -> Rating:
    """What an answer counts as until the learner says otherwise."""
    if not is_right:
        return Rating.AGAIN
    return Rating.HARD if hints else Rating.GOOD


def record(review: Review) -> Review:
    """Adds a review to the log and moves its card on."""
    card = review.card
    before = card.memory
    review.state_before = before.as_json()
    review.is_first = before.last_review is None
    review.save()
    card.remember(review_card(before, Rating(review.rating), review.reviewed_at, seed=review.seed))
    card.save()
    return review


def rate_review(review: Review, rating: Rating, key: UUID) -> Review:
    """Changes the rating of a right answer: the first row is taken back and the answer recorded anew.

    Gives the review as it stands where nothing changes: the same rating, a wrong answer, an older answer.
    """
    with transaction.atomic():
        card = Card.objects.select_for_update().get(pk=review.card_id)
        last = card.reviews.standing().last()
        if review != last or not review.is_right or rating in (Rating.AGAIN, review.rating):
            return last or review
        undo_review(review)
        card.refresh_from_db()
        return record(
            Review(
                card=card,
                question_version=review.question_version,
                idempotency_key=key,
                reviewed_at=review.reviewed_at,
                duration_ms=review.duration_ms,
                rating=rating,
                answer=review.answer,
                is_right=True,
                confidence=review.confidence,
                hints=review.hints,
            )
        )


def undo_review(review: Review) -> Review:
    """Takes a review back: a compensating row is added and the card is as it was before."""
    card = review.card
    with transaction.atomic():
        undoing = Review(
            card=card,
            question_version=review.question_version,
            idempotency_key=uuid4(),
            reviewed_at=timezone.now(),
            duration_ms=0,
            rating=review.rating,
            answer=review.answer,
            is_right=review.is_right,
            is_first=False,
            state_before=card.memory.as_json(),
            undoes=review,
        )
        undoing.save()
        card.remember(Memory.from_json(review.state_before))
        card.save()
    return undoing


def undo_last_review(learner: Learner, vault: Vault, note: Note | None = None) -> Review | None:
    """Takes back the learner's last answer in this vault, or in one note of it; None where there is none."""
    with transaction.atomic():
        reviews = Review.objects.standing().filter(card__learner=learner, card__fact__vault=vault)
        if note:
            reviews = reviews.filter(card__fact__note=note)
        last = reviews.select_related("card", "question_version__question").last()
        if last:
            undo_review(last)
    return last
