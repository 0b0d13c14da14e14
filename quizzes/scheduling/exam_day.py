"""Intervals that aim at one day: as much as possible is to be known on the day of an exam.

What is recalled on that day depends most on how lately it was asked. So each card gets its last question in the days
just before the exam; a card that would come back only after it is pulled forward, and one that would come shortly
before those days waits for them, as long as it isn't likely to be forgotten meanwhile.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

EVE = 1  # days before the exam that stay free, for what was missed or forgotten
FLOOR = 0.8  # recall down to which a card may wait for its last question


def days_before_exam(
    days: int, at: datetime, exam_at: datetime, last_days: int, recall_after: Callable[[int], float]
) -> range | None:
    """The intervals for a card reviewed at `at` whose own would be `days`; None where the exam changes nothing.

    Last questions are asked in the `last_days` before the exam. `recall_after` gives the recall, 0 to 1, so many
    days from now.
    """
    left = (exam_at - at) // timedelta(days=1)
    if left <= last_days:
        return None
    window = range(left - last_days, left - EVE + 1)
    if days in window:
        return None
    if days > window[-1]:
        return window
    may_wait = recall_after(window[0]) >= FLOOR
    return window if may_wait else None
