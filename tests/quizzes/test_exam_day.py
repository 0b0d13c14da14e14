"""Aiming at a day: where the last questions before an exam fall, and what the queue asks once more."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Scheduler

from content.models import Vault
from people.models import Learner
from quizzes import queries
from quizzes.decks import deck_of, exam_days_of, settings_of
from quizzes.models import Card, Deck
from quizzes.queries import Scope
from quizzes.scheduling import Memory, Rating, Settings, days_near, recall_at, review_card
from quizzes.scheduling.exam_day import days_before_exam
from tests.factories import DAY, NOW, answer, make_learner, put_in_review, question_of
from tests.quizzes.notes import TERMS

NOTES = {"Terms": TERMS}
EXAM_AT = NOW + 40 * DAY


def intervals(days: int, *, left: int = 40, recall: float = 0.9) -> range | None:
    return days_before_exam(days, NOW, NOW + left * DAY, 6, lambda waiting: recall)


# Plain intervals


def test_card_that_would_come_after_the_exam_comes_in_the_days_before_it() -> None:
    assert intervals(41) == intervals(300) == range(34, 40)


def test_card_that_comes_shortly_before_those_days_waits_for_them() -> None:
    assert intervals(25) == range(34, 40)


def test_card_that_would_be_forgotten_meanwhile_does_not_wait() -> None:
    assert intervals(25, recall=0.79) is None


def test_card_that_comes_in_those_days_anyhow_stays() -> None:
    assert [intervals(days) for days in range(34, 40)] == [None] * 6


def test_card_due_on_the_eve_comes_before_it() -> None:
    assert intervals(40) == range(34, 40)


@pytest.mark.parametrize("left", [6, 1, 0, -3])
def test_exam_that_is_near_or_over_changes_nothing(left: int) -> None:
    assert intervals(300, left=left) is None


def test_review_before_an_exam_aims_at_it() -> None:
    solid = Memory("review", NOW, None, 100.0, 5.0, NOW - 90 * DAY)
    settings = Settings(exam_at=EXAM_AT)

    dues = {review_card(solid, Rating.GOOD, NOW, seed=str(seed), settings=settings).due for seed in range(60)}

    assert dues == {NOW + days * DAY for days in range(34, 40)}
    assert review_card(solid, Rating.GOOD, NOW, seed="any").due > EXAM_AT


def test_exam_changes_no_memory() -> None:
    solid = Memory("review", NOW, None, 100.0, 5.0, NOW - 90 * DAY)

    aimed, plain = (
        review_card(solid, Rating.GOOD, NOW, seed="any", settings=settings)
        for settings in (Settings(exam_at=EXAM_AT), Settings())
    )

    assert (aimed.stability, aimed.difficulty) == (plain.stability, plain.difficulty)


def test_wait_is_weighed_by_the_recall_that_py_fsrs_foretells() -> None:
    # Due in 21 days, the window 34 days off: recall there is below the floor for the weak card only.
    for stability, waits in ((21.0, True), (8.0, False)):
        before = Memory("review", NOW, None, stability, 5.0, NOW - 1 * DAY)
        plain = review_card(before, Rating.HARD, NOW, seed="any")
        days = Scheduler(enable_fuzzing=False)._next_interval(stability=plain.stability)
        recall = recall_at(plain, NOW + 34 * DAY)

        after = review_card(before, Rating.HARD, NOW, seed="any", settings=Settings(exam_at=EXAM_AT))

        assert (recall >= 0.8) is waits
        assert ((after.due - NOW).days in range(34, 40)) is waits
        assert waits or (after.due - NOW).days in days_near(days)


# Decks and the queue


@pytest.fixture
def deck(vault: Vault, ada: Learner) -> Deck:
    Deck.objects.create(learner=ada, vault=vault, exam_on=(NOW + 10 * DAY).date())
    return deck_of(ada, vault)


@pytest.mark.django_db
def test_exam_begins_with_the_study_day_of_the_learner(vault: Vault) -> None:
    tomo = make_learner("tomo", time_zone="Asia/Tokyo")
    Deck.objects.create(learner=tomo, vault=vault, exam_on=datetime(2026, 4, 1, tzinfo=UTC))

    assert settings_of(deck_of(tomo, vault)).exam_at == datetime(2026, 3, 31, 19, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(("reviews_a_day", "days"), [(200, 6), (1, 6), (0, 6)])
def test_days_of_last_questions_grow_with_the_cards(
    vault: Vault, ada: Learner, deck: Deck, reviews_a_day: int, days: int
) -> None:
    deck.reviews_a_day = reviews_a_day
    for subject in ("Role", "User", "Group", "Policy"):
        put_in_review(ada, vault, subject, due=NOW)

    assert exam_days_of(deck) == days


@pytest.mark.django_db
def test_many_cards_take_more_days_than_six(vault: Vault, ada: Learner, deck: Deck) -> None:
    fact = question_of(vault, "Role").fact
    Card.objects.bulk_create(
        Card(learner=ada, fact=fact, facet=str(number), state="review", due=NOW, last_review=NOW)
        for number in range(100)
    )
    days = []
    for deck.reviews_a_day in (200, 10, 1):
        days.append(exam_days_of(deck))

    assert days == [6, 15, 30]


@pytest.mark.django_db
def test_review_of_a_deck_with_an_exam_comes_back_before_it(vault: Vault, ada: Learner, deck: Deck) -> None:
    put_in_review(ada, vault, "Role", due=NOW, stability=200)

    review = answer(ada, question_of(vault, "Role"))

    assert review.card.due < NOW + 9 * DAY
    assert review.scheduler["exam_at"] == "2026-03-12T04:00:00+00:00"


def asked_on(ada: Learner, vault: Vault, days: int) -> set[str]:
    """Subjects of what is due so many days before the exam at its hour."""
    exam_at = settings_of(deck_of(ada, vault)).exam_at
    due = queries.due_cards(Scope(vault, ada), exam_at - days * DAY)
    return {card.fact.subject for card in due}


@pytest.mark.django_db
def test_cards_that_were_due_long_after_the_exam_are_asked_before_it(
    vault: Vault, ada: Learner, deck: Deck
) -> None:
    cards = [
        put_in_review(ada, vault, subject, due=NOW + 90 * DAY)
        for subject in ("Role", "User", "Group", "Policy")
    ]
    Card.objects.update(last_review=NOW - 30 * DAY)

    counts = [len(asked_on(ada, vault, days)) for days in (9, 7, 6, 5, 4, 3, 2, 1)]

    assert counts[:2] == [0, 0]
    assert counts == sorted(counts)
    assert counts[-1] == len(cards)
    assert counts[2] < len(cards)


@pytest.mark.django_db
def test_card_asked_in_the_last_days_is_not_asked_again(vault: Vault, ada: Learner, deck: Deck) -> None:
    put_in_review(ada, vault, "Role", due=NOW + 90 * DAY)
    Card.objects.update(last_review=NOW + 6 * DAY)

    assert asked_on(ada, vault, 1) == set()


@pytest.mark.django_db
def test_after_the_exam_all_is_as_it_was(vault: Vault, ada: Learner, deck: Deck) -> None:
    put_in_review(ada, vault, "Role", due=NOW + 90 * DAY)
    Card.objects.update(last_review=NOW - 30 * DAY)

    assert asked_on(ada, vault, -1) == set()
    assert queries.due_cards(Scope(vault, ada), NOW + 90 * DAY + timedelta(hours=1)).count() == 1
