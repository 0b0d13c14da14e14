"""Weights found in a learner's log: kept only where they win on later reviews, of which nothing was trained on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from math import log
from statistics import mean

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizzes.scheduling import Memory, Rating, Settings, recall_at, review_card
from quizzes.scheduling.optimising import (
    FEWEST,
    MARGIN,
    Fit,
    History,
    fit_weights,
    losses,
    losses_of,
    scored_moments,
)
from tests.factories import DAY, MINUTE, NOW
from tests.quizzes.learners import Person, study_of, until

AGAIN, HARD, GOOD, EASY = Rating
HOUR = timedelta(hours=1)
STRANGE, EXPECTED = 15, 10  # seeds: of one unlike the model, of one like it whose log flatters other weights


@cache
def strange_log() -> list[History]:
    return study_of(Person(STRANGE), 2600).histories


def first_reviews(count: int) -> tuple[list[History], datetime]:
    """The strange log up to its so many-th review, and the moment of that review."""
    end = sorted(at for history in strange_log() for at, _ in history)[count]
    return until(strange_log(), end), end


def judged_since(histories: list[History]) -> datetime:
    moments = sorted(at for history in histories for at in scored_moments(history))
    return moments[int(len(moments) * 0.8)]


def turned(histories: list[History], since: datetime, to: datetime) -> list[History]:
    """The same log with right for wrong and wrong for right between two moments."""
    other = {AGAIN: GOOD, HARD: AGAIN, GOOD: AGAIN, EASY: AGAIN}
    return [[(at, other[rating] if since <= at < to else rating) for at, rating in one] for one in histories]


def asked_twice(count: int) -> list[History]:
    """Cards asked again after three days; every fourth was forgotten."""
    return [
        [(NOW + n * HOUR, GOOD), (NOW + n * HOUR + 3 * DAY, GOOD if n % 4 else AGAIN)] for n in range(count)
    ]


# Too few


def test_too_few_reviews_are_not_tried() -> None:
    fit = fit_weights(asked_twice(FEWEST - 1), Settings())

    assert fit == Fit(scored=399, held_out=80)
    assert not fit.is_better


def test_as_many_as_needed_are_tried() -> None:
    fit = fit_weights(asked_twice(FEWEST), Settings())

    assert (fit.scored, fit.held_out, fit.weights is None) == (400, 80, False)


def test_reviews_of_the_same_day_are_not_enough() -> None:
    crammed = [[(at + number * MINUTE, GOOD) for number in range(9)] for ((at, _), _) in asked_twice(FEWEST)]

    assert fit_weights(crammed, Settings()) == Fit(scored=0, held_out=0)


# Who gets weights


def test_learner_unlike_the_model_gets_weights_that_win_later_too() -> None:
    seen, end = first_reviews(2000)

    fit = fit_weights(seen, Settings())

    assert fit.is_better
    assert mean(losses(strange_log(), end, fit.weights)) < 0.9 * mean(losses(strange_log(), end, None))


def test_learner_like_the_model_keeps_it_where_chance_alone_would_win() -> None:
    fit = fit_weights(study_of(Person.as_expected(EXPECTED), 1200).histories, Settings())

    assert fit.weights is not None
    assert fit.loss_after < fit.loss_before
    assert not fit.is_better


@pytest.mark.parametrize(("gain", "is_better"), [(-0.25, False), (0, False), (0.25, False), (0.2501, True)])
def test_weights_must_win_by_more_than_the_doubt(gain: float, is_better: bool) -> None:
    fit = Fit(400, 80, 0.5, 0.5 - gain, doubt=0.25 / MARGIN, weights=(1.0,))

    assert fit.is_better == is_better


def test_weights_in_use_are_those_to_beat() -> None:
    seen, _ = first_reviews(2000)
    fit = fit_weights(seen, Settings())

    again = fit_weights(seen, Settings(weights=fit.weights))

    assert again.loss_before == fit.loss_after
    assert not again.is_better


# What is trained on


def test_reviews_that_judge_are_not_trained_on() -> None:
    seen, end = first_reviews(2000)
    since = judged_since(seen)

    fit, other = (fit_weights(histories, Settings()) for histories in (seen, turned(seen, since, end)))

    assert other.weights == fit.weights
    assert other.loss_after > fit.loss_after


def test_reviews_just_before_are_trained_on() -> None:
    seen, _ = first_reviews(2000)
    since = judged_since(seen)

    other = fit_weights(turned(seen, since - 10 * DAY, since), Settings())

    assert other.weights != fit_weights(seen, Settings()).weights


def test_the_last_fifth_of_the_reviews_judges() -> None:
    histories = asked_twice(500)

    fit = fit_weights(histories, Settings())

    assert (fit.scored, fit.held_out) == (500, 100)
    assert fit.loss_before == mean(losses(histories[400:], NOW, None))


# What is scored


@pytest.mark.parametrize("rating", list(Rating))
def test_loss_is_that_of_what_was_predicted(rating: Rating) -> None:
    at = NOW + 5 * DAY
    recall = recall_at(review_card(Memory.new(NOW), GOOD, NOW, seed=""), at)

    found = list(losses_of([(NOW, GOOD), (at, rating)], NOW, Settings()))

    assert found == [-log(1 - recall if rating == AGAIN else recall)]


def test_first_and_same_day_reviews_are_not_scored() -> None:
    late = NOW + DAY - MINUTE
    history = [(NOW, GOOD), (NOW + 10 * MINUTE, AGAIN), (late, GOOD), (late + DAY, GOOD), (late + DAY, GOOD)]

    assert list(scored_moments(history)) == [late + DAY]
    assert len(list(losses_of(history, NOW, Settings()))) == 1


def test_reviews_before_are_remembered_but_not_scored() -> None:
    history = [(NOW + number * 3 * DAY, GOOD) for number in range(4)]

    all_losses = list(losses_of(history, NOW, Settings()))

    assert list(losses_of(history, NOW + 6 * DAY, Settings())) == all_losses[1:]


# Bounds


@pytest.mark.parametrize(
    "rating_after",
    [
        lambda days: AGAIN,
        lambda days: HARD,
        lambda days: EASY,
        lambda days: GOOD if days <= 2 else AGAIN,
        lambda days: AGAIN if days <= 2 else EASY,
    ],
    ids=["never", "hard", "easy", "only soon", "only late"],
)
def test_weights_stay_in_the_bounds_of_the_model(rating_after: Callable[[int], Rating]) -> None:
    histories = [
        [(NOW + n * HOUR + days * DAY, rating_after(days)) for days in (0, 1, 3, 8, 20, 60, 200)]
        for n in range(100)
    ]

    weights = fit_weights(histories, Settings()).weights

    assert weights is not None
    bounds = zip(LOWER_BOUNDS_PARAMETERS, weights, UPPER_BOUNDS_PARAMETERS, strict=True)
    assert [(low, value, high) for low, value, high in bounds if not low <= value <= high] == []
    assert review_card(Memory.new(NOW), EASY, NOW, seed="", settings=Settings(weights=weights)).due > NOW
