"""Spreads due days a little, so that cards learned together do not stay together for ever."""

from random import Random

# (from day, to day, share of that stretch): the same widths as Anki's.
STRETCHES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
SMALLEST = 3  # days; below that a day more or less is too much


def fuzz_days(days: int, seed: str) -> int:
    """An interval near `days`; the same seed gives the same one."""
    if days < SMALLEST:
        return days
    width = 1 + sum(share * max(min(days, end) - start, 0) for start, end, share in STRETCHES)
    return Random(seed).randint(max(2, round(days - width)), round(days + width))  # noqa: S311 - spread, no secret
