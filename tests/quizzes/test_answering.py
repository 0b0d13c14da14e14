"""Answers, ratings and their undoing: what the log and the card hold afterwards."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from content.models import Vault
from people.models import Learner
from quizzes.models import AppendOnlyError, Card, Question, Review
from quizzes.reviewing import rate_review, undo_last_review, undo_review
from quizzes.scheduling import Memory, Rating, review_card
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    answer_until_review,
    make_learner,
    make_vault,
    question_of,
)
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS, "Cases": CASES}


@pytest.fixture
def question(vault: Vault) -> Question:
    return question_of(vault, "Role")


def memory_after(card: Card, rating: Rating, before: Memory | None = None) -> Memory:
    """What the card must hold after one answer at noon."""
    return review_card(before or Memory.new(NOW), rating, NOW, seed=f"{card.pk}:{NOW.isoformat()}")


def stored(card: Card) -> Memory:
    return Card.objects.get(pk=card.pk).memory


def test_right_answer_is_good(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    assert (review.rating, review.is_right, review.is_first, review.answer) == (
        Rating.GOOD,
        True,
        True,
        "Role",
    )
    assert (review.card.learner, review.card.fact, review.card.facet) == (ada, question.fact, "recall")
    assert stored(review.card) == memory_after(review.card, Rating.GOOD)


def test_wrong_answer_is_again(ada: Learner, question: Question) -> None:
    review = answer(ada, question, right=False)

    assert (review.rating, review.is_right, review.answer) == (
        Rating.AGAIN,
        False,
        "something else altogether",
    )
    assert stored(review.card) == memory_after(review.card, Rating.AGAIN)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("facet", ["recognise", "describe", "recall"])
def test_every_facet_is_graded(ada: Learner, vault: Vault, facet: str, right: bool) -> None:
    review = answer(ada, question_of(vault, "Role", facet), right=right)

    assert (review.is_right, review.card.facet) == (right, facet)


@pytest.mark.parametrize(("right", "word"), [(True, "Knew it"), (False, "Did not")])
def test_situation_is_graded_by_the_learner(ada: Learner, vault: Vault, right: bool, word: str) -> None:
    situation = question_of(vault, "A contractor leaves tonight; what do you do?", "apply")

    assert answer(ada, situation, right=right).answer == word


def test_review_keeps_what_was_on_the_screen_and_the_state_before(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    assert (review.question_version, review.reviewed_at) == (question.current, NOW)
    assert Memory.from_json(review.state_before) == Memory.new(NOW)


def test_second_review_is_no_first(ada: Learner, question: Question) -> None:
    first = answer(ada, question)
    second = answer(ada, question, at=NOW + 10 * MINUTE)

    assert (second.card, second.is_first) == (first.card, False)
    assert Memory.from_json(second.state_before) == memory_after(first.card, Rating.GOOD)


@pytest.mark.parametrize(
    ("took", "duration_ms"),
    [(timedelta(seconds=8), 8000), (timedelta(hours=2), 600_000), (timedelta(seconds=-5), 0)],
)
def test_duration_lies_between_nothing_and_ten_minutes(
    ada: Learner, question: Question, took: timedelta, duration_ms: int
) -> None:
    assert answer(ada, question, took=took).duration_ms == duration_ms


def test_same_key_again_is_the_same_review(ada: Learner, question: Question) -> None:
    key = uuid4()
    first = answer(ada, question, key=key)
    state = stored(first.card)

    second = answer(ada, question, right=False, at=NOW + MINUTE, key=key)

    assert second == first
    assert Review.objects.count() == 1
    assert stored(first.card) == state


def test_key_of_another_learner_counts_as_a_new_one(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    other = answer(make_learner("bob"), question, right=False, key=review.idempotency_key)

    assert (other.card.learner.username, other.is_right) == ("bob", False)
    assert other.idempotency_key != review.idempotency_key


def test_learners_have_cards_of_their_own(ada: Learner, question: Question) -> None:
    card = answer(ada, question).card
    state = stored(card)

    other = answer(make_learner("bob"), question, right=False).card

    assert other != card
    assert stored(card) == state


# Ratings


@pytest.mark.parametrize("rating", [Rating.HARD, Rating.EASY])
def test_rating_leaves_the_card_as_if_rated_so_at_once(
    ada: Learner, question: Question, rating: Rating
) -> None:
    review = answer(ada, question)

    rated = rate_review(review, rating, uuid4())

    assert (rated.rating, rated.reviewed_at, rated.is_first) == (rating, NOW, True)
    assert stored(review.card) == memory_after(review.card, rating)


def test_rating_leaves_three_rows_of_which_one_stands(ada: Learner, question: Question) -> None:
    review, key = answer(ada, question), uuid4()

    rated = rate_review(review, Rating.EASY, key)

    rows = list(Review.objects.values_list("pk", "rating", "undoes"))
    assert rows == [(review.pk, 3, None), (review.pk + 1, 3, review.pk), (rated.pk, 4, None)]
    assert list(Review.objects.standing()) == [rated]
    assert rated.idempotency_key == key


def test_rating_of_a_later_review_starts_from_the_state_before_it(ada: Learner, question: Question) -> None:
    card = answer_until_review(ada, question, at=NOW - DAY)
    before = stored(card)
    review = answer(ada, question, at=NOW)

    rate_review(review, Rating.HARD, uuid4())

    assert stored(card) == memory_after(card, Rating.HARD, before)


def test_rating_twice_keeps_the_last(ada: Learner, question: Question) -> None:
    hard = rate_review(answer(ada, question), Rating.HARD, uuid4())

    easy = rate_review(hard, Rating.EASY, uuid4())

    assert list(Review.objects.standing()) == [easy]
    assert stored(easy.card) == memory_after(easy.card, Rating.EASY)


def test_good_changes_nothing(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    assert rate_review(review, Rating.GOOD, uuid4()) == review
    assert Review.objects.count() == 1


def test_again_is_no_rating_of_a_right_answer(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    assert rate_review(review, Rating.AGAIN, uuid4()) == review
    assert Review.objects.count() == 1


def test_wrong_answer_can_not_be_rated_better(ada: Learner, question: Question) -> None:
    review = answer(ada, question, right=False)

    assert rate_review(review, Rating.EASY, uuid4()) == review
    assert stored(review.card) == memory_after(review.card, Rating.AGAIN)


def test_older_answer_can_not_be_rated_any_more(ada: Learner, question: Question) -> None:
    older = answer(ada, question)
    last = answer(ada, question, at=NOW + 10 * MINUTE)

    assert rate_review(older, Rating.EASY, uuid4()) == last
    assert Review.objects.count() == 2


def test_answer_taken_back_can_not_be_rated(ada: Learner, question: Question) -> None:
    review = answer(ada, question)
    undo_review(review)

    rate_review(review, Rating.EASY, uuid4())

    assert stored(review.card) == Memory.new(NOW)


# Undoing


def test_undo_of_the_very_first_review_makes_the_card_new(
    ada: Learner, vault: Vault, question: Question
) -> None:
    review = answer(ada, question)

    undone = undo_last_review(ada, vault)

    assert undone == review
    assert stored(review.card) == Memory.new(NOW)
    assert (review.card.mastery, Card.objects.get(pk=review.card_id).mastery) == ("learning", "new")


def test_undo_restores_the_exact_state(ada: Learner, vault: Vault, question: Question) -> None:
    card = answer_until_review(ada, question)
    before = stored(card)
    answer(ada, question, right=False, at=NOW + 3 * DAY)

    undo_last_review(ada, vault)

    assert stored(card) == before


def test_undo_adds_a_row_and_takes_none_away(ada: Learner, vault: Vault, question: Question) -> None:
    review = answer(ada, question)

    undo_last_review(ada, vault)

    undoing = Review.objects.exclude(pk=review.pk).get()
    assert (undoing.undoes, undoing.is_first, undoing.duration_ms) == (review, False, 0)
    assert list(Review.objects.standing()) == []


def test_undo_step_by_step_leads_back_to_the_start(ada: Learner, vault: Vault, question: Question) -> None:
    card = answer_until_review(ada, question)
    rate_review(answer(ada, question, at=NOW + 3 * DAY), Rating.HARD, uuid4())

    undone = [undo_last_review(ada, vault) for _ in range(4)]

    assert [review and review.rating for review in undone] == [Rating.HARD, Rating.GOOD, Rating.GOOD, None]
    assert stored(card) == Memory.new(NOW)


def test_undo_takes_the_last_answer_of_any_card(ada: Learner, vault: Vault, question: Question) -> None:
    answer(ada, question)
    last = answer(ada, question_of(vault, "User"), at=NOW + MINUTE)

    assert undo_last_review(ada, vault) == last


def test_answer_after_undo_counts_as_first_again(ada: Learner, vault: Vault, question: Question) -> None:
    answer(ada, question)
    undo_last_review(ada, vault)

    review = answer(ada, question, right=False)

    assert review.is_first
    assert stored(review.card) == memory_after(review.card, Rating.AGAIN)


def test_undo_touches_nobody_else(ada: Learner, vault: Vault, question: Question) -> None:
    card = answer(ada, question).card
    state = stored(card)
    mate, stranger = make_learner("mate"), make_learner("stranger")
    mates = answer(mate, question, at=NOW + MINUTE)

    assert undo_last_review(stranger, vault) is None
    assert undo_last_review(mate, vault) == mates
    assert stored(card) == state


def test_undo_stays_in_its_vault(ada: Learner, vault: Vault, question: Question, tmp_path: Path) -> None:
    answer(ada, question)
    (tmp_path / "other").mkdir()
    other = make_vault(tmp_path / "other", Terms=TERMS)

    assert undo_last_review(ada, other) is None


# The log


def test_log_refuses_to_save_a_row_again(ada: Learner, question: Question) -> None:
    review = answer(ada, question)
    review.rating = 4

    with pytest.raises(AppendOnlyError, match=r"^the review log is append-only$"):
        review.save()


def test_log_refuses_updates(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    with pytest.raises(AppendOnlyError):
        Review.objects.update(rating=4)
    with pytest.raises(AppendOnlyError):
        Review.objects.bulk_update([review], ["rating"])


def test_log_refuses_deletes(ada: Learner, question: Question) -> None:
    review = answer(ada, question)

    with pytest.raises(AppendOnlyError):
        review.delete()
    with pytest.raises(AppendOnlyError):
        Review.objects.all().delete()


def test_log_goes_with_its_learner(ada: Learner, question: Question) -> None:
    undo_review(answer(ada, question))

    ada.delete()

    assert Review.objects.count() == 0


def test_log_goes_with_its_vault(ada: Learner, vault: Vault, question: Question) -> None:
    undo_review(answer(ada, question))

    vault.delete()

    assert (Review.objects.count(), Card.objects.count(), Question.objects.count()) == (0, 0, 0)


def test_log_protects_the_wording_it_names(ada: Learner, question: Question) -> None:
    answer(ada, question)

    with pytest.raises(RestrictedError):
        question.versions.all().delete()


def test_review_is_taken_back_once(ada: Learner, question: Question) -> None:
    review = answer(ada, question)
    undo_review(review)

    with pytest.raises(IntegrityError), transaction.atomic():
        undo_review(review)
    assert stored(review.card) == Memory.new(NOW)


def test_log_replays_to_the_state_of_the_card(ada: Learner, question: Question) -> None:
    card = answer_until_review(ada, question)
    rate_review(answer(ada, question, at=NOW + 2 * DAY), Rating.EASY, uuid4())
    undo_review(answer(ada, question, right=False, at=NOW + 9 * DAY))
    answer(ada, question, right=False, at=NOW + 10 * DAY)

    memory = Memory.new(NOW)
    for review in card.reviews.standing().order_by("reviewed_at"):
        seed = f"{card.pk}:{review.reviewed_at.isoformat()}"
        memory = review_card(memory, Rating(review.rating), review.reviewed_at, seed=seed)
    assert memory == stored(card)
