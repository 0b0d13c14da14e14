"""What a deck decides: settings of a review, the quieter day, leeches; and that undo takes it all back."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.decks import balanced, day_of, deck_of, settings_of
from quizzes.models import Card, Deck, Question
from quizzes.reviewing import preview_ratings, rate_review, undo_last_review
from quizzes.scheduling import Memory, Rating, Settings, days_near, review_card
from tests.factories import (
    DAY,
    MINUTE,
    NOW,
    answer,
    answer_until_review,
    make_learner,
    put_in_review,
    question_of,
)
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


@pytest.fixture
def question(vault: Vault) -> Question:
    return question_of(vault, "Role")


def make_deck(learner: Learner, vault: Vault, **fields: object) -> Deck:
    return Deck.objects.create(learner=learner, vault=vault, **fields)


# Settings


def test_deck_that_was_never_set_up_has_the_defaults(ada: Learner, vault: Vault) -> None:
    assert settings_of(deck_of(ada, vault)) == Settings()
    assert settings_of(deck_of(None, vault)) == Settings()
    assert Deck.objects.count() == 0


def test_deck_of_a_learner_is_hers(ada: Learner, vault: Vault) -> None:
    deck = make_deck(ada, vault, desired_retention=0.8)
    make_deck(make_learner("bob"), vault, desired_retention=0.95)

    assert deck_of(ada, vault) == deck


def test_review_keeps_the_settings_it_was_made_with(ada: Learner, vault: Vault, question: Question) -> None:
    make_deck(ada, vault, desired_retention=0.8, learning_steps=[5], relearning_steps=[])

    first = answer(ada, question)

    # one step only: a right answer ends it
    memory = Card.objects.get(pk=first.card_id).memory
    assert memory.state == "review"
    assert first.scheduler == {
        "retention": 0.8,
        "learning_steps": [5],
        "relearning_steps": [],
        "days": (memory.due - NOW).days,
    }


def test_review_with_the_defaults_keeps_only_its_interval(ada: Learner, question: Question) -> None:
    steps = [answer(ada, question, at=NOW + number * 10 * MINUTE).scheduler for number in range(2)]

    assert steps == [{}, {"days": 2}]


def test_lower_retention_brings_cards_back_later(ada: Learner, vault: Vault) -> None:
    bob = make_learner("bob")
    make_deck(bob, vault, desired_retention=0.7)
    dues = []
    for learner in (ada, bob):
        put_in_review(learner, vault, "Role", due=NOW, stability=50)
        dues.append(answer(learner, question_of(vault, "Role")).card.due)

    assert dues[1] - dues[0] > 20 * DAY


def test_preview_is_what_a_rating_does(ada: Learner, vault: Vault, question: Question) -> None:
    make_deck(ada, vault, desired_retention=0.85, easy_days=[5, 6])
    for number, subject in enumerate(("User", "Group", "Policy")):
        put_in_review(ada, vault, subject, due=NOW + (20 + number) * DAY)
    put_in_review(ada, vault, "Role", due=NOW, stability=10)
    review = answer(ada, question)

    preview = preview_ratings(review)

    for rating in (Rating.GOOD, Rating.HARD, Rating.EASY):
        assert rate_review(review, rating, uuid4()).card.due - NOW == preview[rating]
        review = review.card.reviews.standing().last()


# Quieter days


def test_card_comes_back_on_the_quietest_day(ada: Learner, vault: Vault) -> None:
    card = put_in_review(ada, vault, "Role", due=NOW)
    for number, subject in enumerate(("User", "Group", "Policy")):
        put_in_review(ada, vault, subject, due=NOW + (8 + number) * DAY)

    spread = balanced(deck_of(ada, vault), card, NOW)

    # eight to twelve days are as good; on three of them something waits
    assert {spread(days_near(10), str(seed)) for seed in range(40)} == {11, 12}


def test_easy_day_is_left_to_others(ada: Learner, vault: Vault) -> None:
    card = put_in_review(ada, vault, "Role", due=NOW)
    easy = [(NOW + 11 * DAY).weekday(), (NOW + 12 * DAY).weekday()]
    put_in_review(ada, vault, "User", due=NOW + 8 * DAY)

    spread = balanced(make_deck(ada, vault, easy_days=easy), card, NOW)

    assert {spread(days_near(10), str(seed)) for seed in range(40)} == {9, 10}


def test_cards_of_others_and_suspended_ones_are_no_load(ada: Learner, vault: Vault) -> None:
    card = put_in_review(ada, vault, "Role", due=NOW)
    suspended = put_in_review(ada, vault, "User", due=NOW + 9 * DAY)
    Card.objects.filter(pk=suspended.pk).update(is_suspended=True)
    put_in_review(make_learner("bob"), vault, "Role", due=NOW + 10 * DAY)

    spread = balanced(deck_of(ada, vault), card, NOW)

    assert {spread(days_near(10), str(seed)) for seed in range(60)} == {8, 9, 10, 11, 12}


def test_hundred_cards_of_one_evening_fill_their_days_evenly(ada: Learner, vault: Vault) -> None:
    deck, days = deck_of(ada, vault), []
    card = put_in_review(ada, vault, "Role", due=NOW)
    fact = question_of(vault, "User").fact

    for number in range(100):
        days.append(balanced(deck, card, NOW)(days_near(40), str(number)))
        Card.objects.create(
            learner=ada,
            fact=fact,
            facet=str(number),
            state="review",
            due=NOW + days[-1] * DAY,
            last_review=NOW,
        )

    counts = {days.count(day) for day in days_near(40)}
    assert max(counts) - min(counts) <= 1


def test_load_takes_one_query_however_much_there_is(
    ada: Learner, vault: Vault, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    card = put_in_review(ada, vault, "Role", due=NOW)
    spread = balanced(deck_of(ada, vault), card, NOW)
    for waiting in (1, 3):
        for subject in ("User", "Group", "Policy")[:waiting]:
            Card.objects.filter(fact__subject=subject).delete()
            put_in_review(ada, vault, subject, due=NOW + 9 * DAY)

        with django_assert_num_queries(1):
            spread(days_near(10), "any")
        with django_assert_num_queries(0):
            spread(days_near(2), "any")


def test_study_day_is_in_the_zone_of_the_learner(ada: Learner) -> None:
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)
    tomo = make_learner("tomo", time_zone="Asia/Tokyo")

    assert [day_of(one, evening).day for one in (None, ada, tomo)] == [2, 2, 3]


# Leeches


def lapse(learner: Learner, question: Question, number: int) -> Card:
    """One more time forgotten, and learned again until it is in review."""
    at = NOW + number * DAY
    answer(learner, question, right=False, at=at)
    return answer(learner, question, at=at + 10 * MINUTE).card


def test_forgetting_in_review_is_a_lapse_and_in_the_short_steps_is_none(
    ada: Learner, vault: Vault, question: Question
) -> None:
    answer(ada, question, right=False)
    card = answer_until_review(ada, question, at=NOW + MINUTE)
    answer(ada, question, right=False, at=NOW + 3 * DAY)
    answer(ada, question, right=False, at=NOW + 3 * DAY + 10 * MINUTE)

    assert Card.objects.get(pk=card.pk).lapses == 1


def test_card_forgotten_too_often_is_put_aside(ada: Learner, vault: Vault, question: Question) -> None:
    make_deck(ada, vault, leech_lapses=2)
    answer_until_review(ada, question, at=NOW - DAY)

    marks = []
    for number in range(2):
        card = lapse(ada, question, number)
        marks.append((card.lapses, card.is_leech, card.is_suspended))

    assert marks == [(1, False, False), (2, True, True)]


def test_leech_that_was_taken_up_again_gets_half_as_many_lapses_more(
    ada: Learner, vault: Vault, question: Question
) -> None:
    make_deck(ada, vault, leech_lapses=4)
    card = answer_until_review(ada, question, at=NOW - DAY)
    leeches = []
    for number in range(8):
        leeches.append(lapse(ada, question, number).is_leech)
        Card.objects.filter(pk=card.pk).update(is_leech=False, is_suspended=False)

    assert leeches == [False, False, False, True, False, True, False, True]


def test_no_card_is_a_leech_where_the_deck_says_never(ada: Learner, vault: Vault, question: Question) -> None:
    make_deck(ada, vault, leech_lapses=0)
    answer_until_review(ada, question, at=NOW - DAY)

    assert [lapse(ada, question, number).is_leech for number in range(10)] == [False] * 10


def test_undo_takes_back_lapse_and_leech(ada: Learner, vault: Vault, question: Question) -> None:
    make_deck(ada, vault, leech_lapses=1)
    card = answer_until_review(ada, question, at=NOW - DAY)
    before = Card.objects.filter(pk=card.pk).values().get()
    answer(ada, question, right=False, at=NOW + 3 * DAY)

    undo_last_review(ada, vault)

    assert Card.objects.filter(pk=card.pk).values().get() == before


def test_undo_leaves_alone_what_was_suspended_by_hand_since(
    ada: Learner, vault: Vault, question: Question
) -> None:
    card = answer_until_review(ada, question, at=NOW - DAY)
    answer(ada, question, at=NOW + 3 * DAY)
    Card.objects.filter(pk=card.pk).update(is_suspended=True)

    undo_last_review(ada, vault)

    assert Card.objects.get(pk=card.pk).is_suspended


def test_memory_follows_the_settings_of_each_review(ada: Learner, vault: Vault, question: Question) -> None:
    card = answer_until_review(ada, question, at=NOW - DAY)
    before = Card.objects.get(pk=card.pk).memory
    weights = [*[1.0, 2.0, 3.0, 9.0], *deck_weights()[4:]]
    make_deck(ada, vault, parameters=weights)

    answer(ada, question, at=NOW + 3 * DAY)

    expected = review_card(
        before, Rating.GOOD, NOW + 3 * DAY, seed="any", settings=Settings(weights=tuple(weights))
    )
    after = Card.objects.get(pk=card.pk).memory
    assert (after.stability, after.difficulty) == (expected.stability, expected.difficulty)
    assert Memory.from_json(card.reviews.standing().last().state_before) == before


def deck_weights() -> list[float]:
    return list(DEFAULT_PARAMETERS)
