"""How well one card is remembered: FSRS-6 by py-fsrs, as plain values.

Source of the model: "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling" and the
FSRS-6 weights that py-fsrs ships. Time is an argument, in UTC; nothing here reads a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, Literal, Self

from fsrs import Card, State
from fsrs import Rating as FsrsRating

from quizzes.scheduling.exam_day import days_before_exam
from quizzes.scheduling.fuzz import Spread, days_near, draw_days
from quizzes.scheduling.settings import DEFAULTS, Settings, scheduler_of

MODEL_VERSION = "FSRS-6"
SOLID_DAYS = 21  # stability from which a fact counts as solid

MemoryState = Literal["learning", "review", "relearning"]
Mastery = Literal["new", "learning", "shaky", "solid"]
STATES: dict[MemoryState, State] = {
    "learning": State.Learning,
    "review": State.Review,
    "relearning": State.Relearning,
}
NAMES = {state: name for name, state in STATES.items()}


class Rating(IntEnum):
    """How an answer went, in FSRS's words."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """State of one card.

    `stability` is the time in days until recall falls to 90 %, `difficulty` goes from 1 to 10; both are None before
    the first review. `step` counts the short steps of learning, and is None in review.
    """

    state: MemoryState
    due: datetime
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None

    @classmethod
    def new(cls, at: datetime) -> Self:
        return cls("learning", at)

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "due": self.due.isoformat(),
            "step": self.step,
            "stability": self.stability,
            "difficulty": self.difficulty,
            "last_review": self.last_review and self.last_review.isoformat(),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        last_review = body["last_review"]
        return cls(
            state=body["state"],
            due=datetime.fromisoformat(body["due"]),
            step=body["step"],
            stability=body["stability"],
            difficulty=body["difficulty"],
            last_review=datetime.fromisoformat(last_review) if last_review else None,
        )


def review_card(
    memory: Memory,
    rating: Rating,
    at: datetime,
    *,
    seed: str,
    settings: Settings = DEFAULTS,
    spread: Spread = draw_days,
) -> Memory:
    """The state after a review at `at`; `spread` chooses, by `seed`, among intervals that are as good."""
    # In UTC from here: a day more in a zone of its own is an hour off when the clocks change.
    at = at.astimezone(UTC)
    after, _ = scheduler_of(settings).review_card(fsrs_card(memory), FsrsRating(int(rating)), at)
    interval = after.due - at
    if after.state is State.Review:
        near = days_for_exam(after, interval.days, at, settings) or days_near(interval.days)
        interval = timedelta(days=spread(near, seed))
    return Memory(NAMES[after.state], at + interval, after.step, after.stability, after.difficulty, at)


def days_for_exam(card: Card, days: int, at: datetime, settings: Settings) -> range | None:
    """The intervals that an exam asks for; None where there is none, or it asks for none."""
    if settings.exam_at is None:
        return None
    later = Card(card_id=0, stability=card.stability, last_review=at)

    def recall_after(waiting: int) -> float:
        return scheduler_of(settings).get_card_retrievability(later, at + timedelta(days=waiting))

    return days_before_exam(days, at, settings.exam_at, settings.exam_days, recall_after)


def recall_at(memory: Memory, at: datetime, settings: Settings = DEFAULTS) -> float:
    """The probability, 0 to 1, that the card is recalled at this moment; 0 for one never asked."""
    return scheduler_of(settings).get_card_retrievability(fsrs_card(memory), at.astimezone(UTC))


def fsrs_card(memory: Memory) -> Card:
    """The same state as py-fsrs has it."""
    return Card(
        card_id=0,
        state=STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due.astimezone(UTC),
        last_review=memory.last_review and memory.last_review.astimezone(UTC),
    )


def preview_intervals(
    memory: Memory, at: datetime, *, seed: str, settings: Settings = DEFAULTS, spread: Spread = draw_days
) -> dict[Rating, timedelta]:
    """Time until the card would come back, for each rating."""
    return {
        rating: review_card(memory, rating, at, seed=seed, settings=settings, spread=spread).due - at
        for rating in Rating
    }


def mastery_of(memory: Memory | None) -> Mastery:
    """How well the card is known, in the four words of the moons."""
    if memory is None or memory.last_review is None:
        return "new"
    if memory.state == "learning":
        return "learning"
    return "solid" if memory.state == "review" and (memory.stability or 0) >= SOLID_DAYS else "shaky"
