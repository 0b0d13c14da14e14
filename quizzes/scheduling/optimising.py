"""Weights of one's own, found by fsrs-rs in a learner's log, and kept only where they win on reviews it didn't see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import log
from statistics import mean, stdev

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview

from quizzes.scheduling.memory import Memory, Rating, recall_at, review_card
from quizzes.scheduling.settings import Settings

HELD_OUT = 0.2  # share of the log, the latest, that judges
FEWEST = 400  # reviews; of fewer the optimiser learns chance
MARGIN = 1.5  # standard errors by which new weights must win
PRIOR = 2000  # reviews that the model's own weights count for, beside those of the learner
SURE = 1e-6  # a prediction is never nearer to 0 or 1: one surprise would weigh more than all the rest

Weights = tuple[float, ...]
# The reviews of one card in order of time.
History = Sequence[tuple[datetime, Rating]]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the optimiser came to: losses are mean log losses on the reviews held out, smaller is better.

    `scored` counts the reviews a day or more after the one before: only those can be predicted. `doubt` is the
    standard error of the difference of the losses. `weights` is None where there were too few reviews to try.
    """

    scored: int
    held_out: int
    loss_before: float = 0.0
    loss_after: float = 0.0
    doubt: float = 0.0
    weights: Weights | None = None

    @property
    def is_better(self) -> bool:
        """Whether the new weights won by more than chance alone gives."""
        return self.weights is not None and self.loss_before - self.loss_after > MARGIN * self.doubt


def fit_weights(histories: Sequence[History], settings: Settings) -> Fit:
    """Weights trained on the first four fifths of these reviews, judged beside those of `settings` on the last."""
    moments = sorted(at for history in histories for at in scored_moments(history))
    cut = int(len(moments) * (1 - HELD_OUT))
    if len(moments) < FEWEST:
        return Fit(len(moments), len(moments) - cut)
    since = moments[cut]
    weights = blend(train(histories, since, len(settings.relearning_steps)), len(moments))
    before, after = (losses(histories, since, candidate) for candidate in (settings.weights, weights))
    gains = [old - new for old, new in zip(before, after, strict=True)]
    doubt = stdev(gains) / len(gains) ** 0.5
    return Fit(len(moments), len(gains), mean(before), mean(after), doubt, weights)


def scored_moments(history: History) -> Iterator[datetime]:
    """When a card was asked a day or more after the time before."""
    for (earlier, _), (at, _) in pairwise(history):
        if (at - earlier).days >= 1:
            yield at


def train(histories: Sequence[History], until: datetime, relearning_steps: int) -> Weights:
    """The weights that fsrs-rs finds in what came before `until`, within the bounds of the model."""
    items = [item for history in histories for item in training_items(history, until)]
    items.sort(key=lambda item: item[0])
    found = FSRS(DEFAULT_PARAMETERS).compute_parameters(
        [item for _, item in items], num_relearning_steps=relearning_steps
    )
    bounds = zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(value, low), high) for value, (low, high) in zip(found, bounds, strict=True))


def blend(found: Weights, reviews: int) -> Weights:
    """Weights between the model's own and those found: the longer the log, the nearer to what was found in it.

    Over simulated learners this adopted more often than what was found alone, and was never wrong by as much.
    """
    share = reviews / (reviews + PRIOR)
    return tuple(own + share * (new - own) for own, new in zip(DEFAULT_PARAMETERS, found, strict=True))


def training_items(history: History, until: datetime) -> Iterator[tuple[datetime, FSRSItem]]:
    """What the card had behind it at each review that can be predicted, that review last."""
    reviews: list[FSRSReview] = []
    earlier = None
    for at, rating in history:
        if at >= until:
            return
        # Days of 24 hours, as py-fsrs counts them when it schedules.
        elapsed = (at - earlier).days if earlier else 0
        reviews.append(FSRSReview(int(rating), elapsed))
        if elapsed >= 1:
            yield at, FSRSItem(list(reviews))
        earlier = at


def losses(histories: Sequence[History], since: datetime, weights: Weights | None) -> list[float]:
    """The log loss of each review from `since` on: how wrong the scheduler would have been with these weights."""
    settings = Settings(weights=weights)
    return [loss for history in histories for loss in losses_of(history, since, settings)]


def losses_of(history: History, since: datetime, settings: Settings) -> Iterator[float]:
    memory = None
    for at, rating in history:
        memory = memory or Memory.new(at)
        if memory.last_review and (at - memory.last_review).days >= 1 and at >= since:
            recall = min(max(recall_at(memory, at, settings), SURE), 1 - SURE)
            yield -log(recall if rating > Rating.AGAIN else 1 - recall)
        memory = review_card(memory, rating, at, seed="", settings=settings)
