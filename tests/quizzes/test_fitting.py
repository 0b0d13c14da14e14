"""Parameters of a learner's own: found in their log alone, noted, used from the next review on, given up again."""

from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from content.models import Vault
from people.models import Learner
from quizzes.decks import deck_of, settings_of
from quizzes.fitting import drop_parameters, fit_parameters, histories_of
from quizzes.models import Card, Deck, Question, Review
from quizzes.replaying import replay_log
from quizzes.reviewing import rate_review, undo_last_review
from quizzes.scheduling import Memory, Rating, Settings
from quizzes.scheduling.optimising import fit_weights
from tests.factories import DAY, MINUTE, NOW, answer, make_learner, make_vault, question_of
from tests.quizzes.learners import Person, Study, study_of
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
AGAIN, HARD, GOOD, EASY = Rating
LATER = NOW + timedelta(days=700)


@pytest.fixture
def question(vault: Vault) -> Question:
    return question_of(vault, "Role")


@cache
def strange() -> Study:
    """The log of one who forgets unlike the model."""
    return study_of(Person(15), 2000)


def store(study: Study, learner: Learner, question: Question) -> None:
    """Writes a log, each card another facet of the same fact."""
    cards = Card.objects.bulk_create(
        Card(
            learner=learner,
            fact=question.fact,
            facet=f"simulated-{number}",
            state="review",
            due=history[0][0],
        )
        for number, history in zip(count(), study.histories, strict=False)
    )
    Review.objects.bulk_create(
        Review(
            card=card,
            question_version_id=question.current_id,
            idempotency_key=uuid4(),
            reviewed_at=at,
            duration_ms=5000,
            rating=rating,
            is_right=rating > AGAIN,
            is_first=at == history[0][0],
            state_before=Memory.new(at).as_json(),
        )
        for card, history in zip(cards, study.histories, strict=True)
        for at, rating in history
    )


def reread(deck: Deck) -> Deck:
    return Deck.objects.get(pk=deck.pk)


# What comes of a fit


def test_too_few_reviews_keep_the_default_and_say_so(ada: Learner, vault: Vault, question: Question) -> None:
    for days in (0, 3, 9):
        answer(ada, question, at=NOW + days * DAY)

    deck = reread(fit_parameters(ada, vault, LATER))

    assert deck.parameters is None
    assert deck.parameters_note == {
        "made_at": LATER.isoformat(),
        "reviews": 2,
        "fewest": 400,
        "is_adopted": False,
    }


def test_weights_that_win_are_adopted(ada: Learner, vault: Vault, question: Question) -> None:
    store(strange(), ada, question)
    fit = fit_weights(strange().histories, Settings())

    deck = reread(fit_parameters(ada, vault, LATER))

    assert settings_of(deck) == Settings(weights=fit.weights)
    assert fit.weights is not None
    assert deck.parameters_note == {
        "made_at": LATER.isoformat(),
        "reviews": fit.scored,
        "fewest": 400,
        "is_adopted": True,
        "held_out": fit.held_out,
        "loss_before": fit.loss_before,
        "loss_after": fit.loss_after,
        "doubt": fit.doubt,
    }
    assert fit.loss_after < fit.loss_before


def test_weights_that_do_not_win_are_noted_only(ada: Learner, vault: Vault, question: Question) -> None:
    store(study_of(Person.as_expected(10), 1200), ada, question)

    deck = reread(fit_parameters(ada, vault, LATER))

    note = deck.parameters_note
    assert deck.parameters is None
    assert (note["is_adopted"], note["held_out"]) == (False, 118)
    assert note["loss_before"] > note["loss_after"]


def test_weights_in_use_stay_where_new_ones_do_not_win(
    ada: Learner, vault: Vault, question: Question
) -> None:
    store(strange(), ada, question)
    adopted = fit_parameters(ada, vault, LATER).parameters

    deck = reread(fit_parameters(ada, vault, LATER + DAY))

    assert deck.parameters == list(adopted)
    assert not deck.parameters_note["is_adopted"]


def test_fit_leaves_what_else_the_deck_says(ada: Learner, vault: Vault, question: Question) -> None:
    Deck.objects.create(learner=ada, vault=vault, desired_retention=0.85, new_a_day=7)
    store(strange(), ada, question)

    deck = reread(fit_parameters(ada, vault, LATER))

    assert (deck.desired_retention, deck.new_a_day, len(deck.parameters)) == (0.85, 7, 21)
    assert Deck.objects.count() == 1


def test_dropped_parameters_leave_the_default(ada: Learner, vault: Vault, question: Question) -> None:
    store(strange(), ada, question)

    drop_parameters(fit_parameters(ada, vault, LATER))

    deck = deck_of(ada, vault)
    assert (deck.parameters, deck.parameters_note) == (None, {})
    assert settings_of(deck) == Settings()


# Whose reviews count


def test_log_of_somebody_else_does_not_count(ada: Learner, vault: Vault, question: Question) -> None:
    bob = make_learner("bob")
    store(strange(), bob, question)

    deck = fit_parameters(ada, vault, LATER)

    assert (deck.learner, deck.parameters, deck.parameters_note["reviews"]) == (ada, None, 0)
    assert deck_of(bob, vault).parameters is None


def test_reviews_of_this_learner_in_this_vault_count(
    ada: Learner, vault: Vault, question: Question, tmp_path: Path
) -> None:
    other = make_vault(tmp_path / "other", Terms=TERMS)
    first = answer(ada, question)
    second = answer(ada, question_of(vault, "User"), right=False, at=NOW + MINUTE)
    third = answer(ada, question, at=NOW + 3 * DAY)
    answer(make_learner("bob"), question)
    answer(ada, question_of(other, "Role"))

    assert histories_of(ada, vault) == [
        [(first.reviewed_at, GOOD), (third.reviewed_at, GOOD)],
        [(second.reviewed_at, AGAIN)],
    ]


def test_reviews_that_were_undone_do_not_count(ada: Learner, vault: Vault, question: Question) -> None:
    answer(ada, question)
    answer(ada, question, right=False, at=NOW + 3 * DAY)
    undo_last_review(ada, vault)
    again = answer(ada, question, at=NOW + 4 * DAY)
    rate_review(again, EASY, uuid4())

    assert histories_of(ada, vault) == [[(NOW, GOOD), (NOW + 4 * DAY, EASY)]]


def test_late_answers_count_in_order_of_time(ada: Learner, vault: Vault, question: Question) -> None:
    answer(ada, question, at=NOW + 9 * DAY)
    answer(ada, question, at=NOW, right=False)

    assert histories_of(ada, vault) == [[(NOW, AGAIN), (NOW + 9 * DAY, GOOD)]]


# Reviews from then on


def test_reviews_keep_the_weights_they_were_made_with(ada: Learner, vault: Vault, question: Question) -> None:
    store(strange(), ada, question)
    answer(ada, question, at=LATER)
    deck = fit_parameters(ada, vault, LATER)
    weights = list(deck.parameters)
    answer(ada, question, at=LATER + 10 * MINUTE)
    answer(ada, question, at=LATER + 20 * DAY)
    drop_parameters(deck)
    answer(ada, question, at=LATER + 50 * DAY)

    reviews = Review.objects.filter(card__fact=question.fact, card__facet=question.facet)
    card = Card.objects.get(fact=question.fact, facet=question.facet)

    assert [review.scheduler.get("weights") for review in reviews] == [None, weights, weights, None]
    assert replay_log(reviews).is_that_of(card)
    for review in reviews:
        review.scheduler.pop("weights", None)
    assert replay_log(reviews).memory.stability != pytest.approx(card.stability, rel=1e-3)


def test_cards_stay_as_they_are_until_their_next_review(
    ada: Learner, vault: Vault, question: Question
) -> None:
    before = answer(ada, question, at=LATER).card.memory
    store(strange(), ada, question)

    fit_parameters(ada, vault, LATER + MINUTE)

    card = Card.objects.get(fact=question.fact, facet=question.facet)
    assert card.memory == before
    assert replay_log(card.reviews.all()).is_that_of(card)
