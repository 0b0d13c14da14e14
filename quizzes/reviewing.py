"""Verbs: answers, ratings and their undoing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from content.models import Note, Vault
from people.models import Learner
from quizzes.decks import balanced, deck_of, settings_of
from quizzes.models import Card, Deck, QuestionVersion, Review
from quizzes.questions import grade_answer
from quizzes.replaying import rebuild_card
from quizzes.scheduling import Memory, Rating, preview_intervals, review_card

LONGEST_ANSWER = timedelta(minutes=10)  # a page left open over lunch says nothing about recall
ALSO_CHANGED = ("lapses", "is_leech", "is_suspended")  # what a review may change of a card but its memory


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
        grade = grade_answer(answer, version.value, glossary_of(fact.vault))
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
                duration_ms=milliseconds_between(asked_at, at),
                rating=rating_of(grade.is_right, hints),
                answer=grade.answer,
                is_right=grade.is_right,
                confidence=confidence,
                hints=hints,
            )
        )


def glossary_of(vault: Vault) -> Iterable[str]:
    """All terms of a vault: a slip that is as near to another of them is no slip."""
    return vault.facts.living().filter(kind="definition").values_list("subject", flat=True)


def milliseconds_between(asked_at: datetime, at: datetime) -> int:
    """How long an answer took, as far as that says something about recall."""
    return int(min(max(at - asked_at, timedelta()), LONGEST_ANSWER) / timedelta(milliseconds=1))


def rating_of(is_right: bool, hints: int) -> Rating:
    """What an answer counts as until the learner says otherwise."""
    if not is_right:
        return Rating.AGAIN
    return Rating.HARD if hints else Rating.GOOD


def record(review: Review) -> Review:
    """Adds a review to the log and moves its card on."""
    card = review.card
    deck = deck_of(card.learner, card.fact.vault)
    settings, before = settings_of(deck), card.memory
    after = review_card(
        before,
        Rating(review.rating),
        review.reviewed_at,
        seed=review.seed,
        settings=settings,
        spread=balanced(deck, card, review.reviewed_at),
    )
    review.state_before = before.as_json() | {name: getattr(card, name) for name in ALSO_CHANGED}
    review.is_first = before.last_review is None
    review.scheduler = settings.as_json() | interval_of(after)
    review.save()
    if before.last_review and review.reviewed_at < before.last_review:
        # It waited in a page for its connection while the card was answered elsewhere: it counts at its own time.
        rebuild_card(card)
        return review
    card.remember(after)
    if before.state == "review" and review.rating == Rating.AGAIN:
        count_lapse(card, deck)
    card.save()
    return review


def interval_of(after: Memory) -> dict[str, int]:
    """What the log keeps of the day that was chosen: the load that decided it will not come back."""
    if after.state != "review" or after.last_review is None:
        return {}
    return {"days": (after.due - after.last_review).days}


def count_lapse(card: Card, deck: Deck) -> None:
    """A card forgotten too often is put aside as a leech, and again after half as many lapses more."""
    card.lapses += 1
    over, pause = card.lapses - deck.leech_lapses, max(1, deck.leech_lapses // 2)
    if deck.leech_lapses and over >= 0 and over % pause == 0:
        card.is_leech = card.is_suspended = True


def preview_ratings(review: Review) -> dict[Rating, timedelta]:
    """Time until the card comes back, for each rating that this answer may get."""
    card = review.card
    deck = deck_of(card.learner, card.fact.vault)
    return preview_intervals(
        Memory.from_json(review.state_before),
        review.reviewed_at,
        seed=review.seed,
        settings=settings_of(deck),
        spread=balanced(deck, card, review.reviewed_at),
    )


def rate_review(review: Review, rating: Rating, key: UUID) -> Review:
    """Changes the rating of a right answer: the first row is taken back and the answer recorded anew.

    Gives the review as it stands where nothing changes: the same rating, a wrong answer, an older answer.
    """
    with transaction.atomic():
        card = Card.objects.select_for_update().get(pk=review.card_id)
        last = last_review_of(card)
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
            state_before=card.memory.as_json() | {name: getattr(card, name) for name in ALSO_CHANGED},
            undoes=review,
        )
        undoing.save()
        # Rows that came after it, answers or an import of older ones, make what it found before it out of date.
        if card.reviews.standing().filter(pk__gt=review.pk).exists():
            rebuild_card(card)
        else:
            restore(card, review.state_before)
    return undoing


def restore(card: Card, before: dict[str, Any]) -> None:
    """Makes a card what it was before a review; what was put aside or taken up by hand since then stays so."""
    card.remember(Memory.from_json(before))
    card.lapses = before.get("lapses", card.lapses)
    if card.is_leech and not before.get("is_leech", True):
        card.is_leech, card.is_suspended = False, before["is_suspended"]
    card.save()


def undo_last_review(learner: Learner, vault: Vault, note: Note | None = None) -> Review | None:
    """Takes back the learner's last answer in this vault, or in one note of it; None where there is none."""
    with transaction.atomic():
        cards = Card.objects.filter(learner=learner, fact__vault=vault).exclude(last_review=None)
        if note:
            cards = cards.filter(fact__note=note)
        card = cards.order_by("last_review", "pk").select_for_update(of=("self",)).last()
        last = card and last_review_of(card)
        if last:
            undo_review(last)
    return last


def last_review_of(card: Card) -> Review | None:
    """The last answer that counts, by its own time: an import adds old ones last."""
    reviews = card.reviews.standing().select_related("card", "question_version__question")
    return reviews.order_by("reviewed_at", "pk").last()
