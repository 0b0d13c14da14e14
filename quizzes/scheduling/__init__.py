"""When a card comes back. Pure: time and chance are arguments."""

from quizzes.scheduling.days import day_start, study_day
from quizzes.scheduling.memory import (
    MODEL_VERSION,
    SOLID_DAYS,
    Mastery,
    Memory,
    Rating,
    mastery_of,
    preview_intervals,
    review_card,
)

__all__ = [
    "MODEL_VERSION", "SOLID_DAYS", "Mastery", "Memory", "Rating",
    "day_start", "mastery_of", "preview_intervals", "review_card", "study_day",
]  # fmt: skip
