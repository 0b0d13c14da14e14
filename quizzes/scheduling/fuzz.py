"""Spreads due days a little: cards learned together part, and a crowded day is passed over for a quieter one."""

from collections.abc import Callable, Mapping
from random import Random

# (from day, to day, share of that stretch): the same widths as Anki's.
STRETCHES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
SMALLEST = 3  # days; below that a day more or less is too much

# Chooses one of some intervals, in days; the same seed must give the same one.
Spread = Callable[[range, str], int]


def days_near(days: int) -> range:
    """The intervals that are as good as this one."""
    if days < SMALLEST:
        return range(days, days + 1)
    width = 1 + sum(share * max(min(days, end) - start, 0) for start, end, share in STRETCHES)
    return range(max(2, round(days - width)), round(days + width) + 1)


def draw_days(days: range, seed: str) -> int:
    """One of these intervals, by chance."""
    return Random(seed).choice(days)  # noqa: S311 - spread, no secret


def quietest_days(days: range, loads: Mapping[int, float], seed: str) -> int:
    """The interval that ends on the quietest day; where several do, one of them by chance.

    `loads` says how much there is to do so many days on; a day that is missing is free.
    """
    least = min(loads.get(number, 0.0) for number in days)
    quiet = [number for number in days if loads.get(number, 0.0) == least]
    return Random(seed).choice(quiet)  # noqa: S311 - spread, no secret
