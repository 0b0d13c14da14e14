"""A card's memory rebuilt from its log: what undo took back is left out, each review counts under its own settings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from quizzes.scheduling.fuzz import Spread, draw_days
from quizzes.scheduling.memory import Memory, Rating, review_card
from quizzes.scheduling.settings import Settings


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log of a card.

    `undoes` is the `ident` of the row that this one takes back. `scheduler` holds the settings, as `Settings.as_json`
    gives them. `days` is the interval that was chosen, None where it is to be drawn by `seed` again.
    """

    ident: int
    at: datetime
    rating: Rating
    seed: str
    scheduler: Mapping[str, Any] = field(default_factory=dict)
    days: int | None = None
    undoes: int | None = None


def standing_rows(rows: Iterable[LogRow]) -> list[LogRow]:
    """The rows that count, in order of time: an import may add older ones after newer ones."""
    rows = list(rows)
    undone = {row.undoes for row in rows}
    counted = [row for row in rows if row.undoes is None and row.ident not in undone]
    # In UTC: two moments of one zone compare by its clock, which shows an hour twice in autumn.
    return sorted(counted, key=lambda row: (row.at.astimezone(UTC), row.ident))


def retrace(rows: Iterable[LogRow]) -> Iterator[tuple[LogRow, Memory, Memory]]:
    """Each row that counts, with the memory before and after it."""
    before = None
    for row in standing_rows(rows):
        before = before or Memory.new(row.at)
        after = _review(before, row)
        yield row, before, after
        before = after


def replay(rows: Iterable[LogRow]) -> Memory | None:
    """The memory at the end of a log; None where nothing in it counts."""
    states = [after for _, _, after in retrace(rows)]
    return states[-1] if states else None


def count_lapses(rows: Iterable[LogRow]) -> int:
    """How often the card was forgotten in review."""
    return sum(before.state == "review" and row.rating == Rating.AGAIN for row, before, _ in retrace(rows))


def _review(before: Memory, row: LogRow) -> Memory:
    settings = Settings.from_json(row.scheduler)
    return review_card(
        before, row.rating, row.at, seed=row.seed, settings=settings, spread=_as_chosen(row.days)
    )


def _as_chosen(days: int | None) -> Spread:
    return draw_days if days is None else lambda near, seed: days
