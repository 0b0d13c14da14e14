"""What a figure of the page is: a picture, what it shows, what to do with it, and the same as a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from quizzes.statistics.figures.charts import Chart
from quizzes.statistics.figures.shares import Share

MANY_MINUTES = 90  # from here on a stretch of time is said in hours


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a picture; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """`says` is what the picture shows and `advice` what to do with it; without a picture both say what is missing."""

    ident: str
    title: str
    says: str
    advice: str
    chart: Chart | None = None
    table: Table | None = None
    key: tuple[tuple[str, str], ...] = ()  # class and word of each part of the picture
    is_wide: bool = False


def many(number: int, noun: str) -> str:
    """`1 card`, `1,204 cards`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def of_hundred(share: Share) -> str:
    """A share as one says it: `91 of 100`, or plainly `3 of 4` where there are few."""
    return f"{share.percent} of 100" if share.total >= 100 else f"{share.right} of {share.total}"


def percent(value: float) -> str:
    return f"{round(100 * value)}\N{NO-BREAK SPACE}%"


def short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def long_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def rough_time(seconds: float) -> str:
    """`40 seconds`, `12 minutes`, `3 hours`."""
    if seconds < MANY_MINUTES:
        return many(round(seconds), "second")
    minutes = round(seconds / 60)
    return many(minutes, "minute") if minutes < MANY_MINUTES else many(round(seconds / 3600), "hour")


def names_of(edges: Sequence[float]) -> list[str]:
    """Names of the stretches between edges: `0–5`, `5–10`, `10+`."""
    return [*(f"{low:g}–{high:g}" for low, high in pairwise(edges)), f"{edges[-1]:g}+"]
