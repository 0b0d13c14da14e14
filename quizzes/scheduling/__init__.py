"""When a card comes back. Pure: time and chance are arguments."""

from quizzes.scheduling.days import day_start, study_day
from quizzes.scheduling.fuzz import Spread, days_near, draw_days, quietest_days
from quizzes.scheduling.memory import (
    MODEL_VERSION,
    SOLID_DAYS,
    Mastery,
    Memory,
    Rating,
    mastery_of,
    preview_intervals,
    recall_at,
    review_card,
)
from quizzes.scheduling.replaying import LogRow, count_lapses, replay
from quizzes.scheduling.settings import Settings

__all__ = [
    "MODEL_VERSION", "SOLID_DAYS", "LogRow", "Mastery", "Memory", "Rating", "Settings", "Spread",
    "count_lapses", "day_start", "days_near", "draw_days", "mastery_of", "preview_intervals", "quietest_days",
    "recall_at", "replay", "review_card", "study_day",
]  # fmt: skip
