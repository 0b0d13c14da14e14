"""Cards held against their log: what replaying it gives, and cards rebuilt from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from django.db import transaction

from content.rows import batches_of
from quizzes.models import Card, Review
from quizzes.scheduling import MODEL_VERSION, LogRow, Memory, Rating, count_lapses, replay

FIELDS = ("reviewed_at", "rating", "scheduler", "model_version", "undoes_id", "card_id")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the log of a card says; no memory where nothing in it counts."""

    memory: Memory | None
    lapses: int

    def is_that_of(self, card: Card) -> bool:
        if self.memory is None:
            return card.last_review is None and card.lapses == 0
        return card.lapses == self.lapses and are_equal(card.memory, self.memory)


def are_equal(one: Memory, other: Memory) -> bool:
    """Whether two states are the same but for the last digits, in which machines may differ."""
    exact = (one.state, one.step, one.due, one.last_review) == (
        other.state, other.step, other.due, other.last_review,
    )  # fmt: skip
    numbers = ((one.stability, other.stability), (one.difficulty, other.difficulty))
    return exact and all(isclose(left or 0, right or 0, rel_tol=1e-9) for left, right in numbers)


def row_of(review: Review) -> LogRow:
    """A row of the log as a plain value; an interval of an earlier model is not kept but drawn anew."""
    is_current = review.model_version == MODEL_VERSION
    return LogRow(
        ident=review.pk,
        at=review.reviewed_at,
        rating=Rating(review.rating),
        seed=review.seed,
        scheduler=review.scheduler,
        days=review.scheduler.get("days") if is_current else None,
        undoes=review.undoes_id,
    )


def replay_log(reviews: Iterable[Review]) -> Replayed:
    rows = [row_of(review) for review in reviews]
    return Replayed(replay(rows), count_lapses(rows))


def replay_cards(cards: Sequence[int]) -> Iterator[tuple[Card, Replayed]]:
    """Each of these cards that has a log, with what its log says; a batch of cards takes two queries."""
    for some in batches_of(cards):
        logs: dict[int, list[Review]] = defaultdict(list)
        for review in Review.objects.filter(card__in=some).only("pk", *FIELDS):
            logs[review.card_id].append(review)
        for card in Card.objects.filter(pk__in=logs):
            yield card, replay_log(logs[card.pk])


def rebuild_card(card: Card) -> None:
    """Gives a card the memory and the lapses that its log says; what puts it aside stays as it is."""
    with transaction.atomic():
        replayed = replay_log(Review.objects.filter(card=card))
        first = Review.objects.filter(card=card).order_by("reviewed_at").values_list("reviewed_at", flat=True)
        card.remember(replayed.memory or Memory.new(first[0]))
        card.lapses = replayed.lapses
        card.save()
