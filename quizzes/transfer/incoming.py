"""What a file brings, as plain values: read and checked, and not yet compared with what is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from quizzes.scheduling import Memory


@dataclass(frozen=True, slots=True)
class IncomingCard:
    """A card, found again by its fact's keys (the present one first) and its facet."""

    keys: tuple[str, ...]
    subject: str
    facet: str
    memory: Memory | None = None  # None where the file tells only of its reviews
    model_version: str = ""
    lapses: int = 0
    is_suspended: bool = False
    is_leech: bool = False
    buried_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A wording that reviews refer to."""

    keys: tuple[str, ...]
    facet: str
    kind: str
    body: dict[str, Any]
    generator_version: int
    is_by_author: bool


@dataclass(frozen=True, slots=True)
class IncomingReview:
    """A row of a review log; `card` and `question` are places in the lists of what came with it."""

    key: UUID
    card: int
    question: int | None
    reviewed_at: datetime
    duration_ms: int
    rating: int
    is_right: bool
    answer: str = ""
    is_first: bool = False
    state_before: dict[str, Any] | None = None  # None where the memory has to be worked out here
    model_version: str = ""
    scheduler: dict[str, Any] | None = None  # None where the learner's deck decides
    confidence: int | None = None
    hints: int = 0
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """All that a file brings."""

    source: str  # in words, for the report
    cards: Sequence[IncomingCard]
    reviews: Sequence[IncomingReview]
    questions: Sequence[IncomingQuestion] = ()
    deck: dict[str, Any] | None = None
    strangers: int = 0  # entries of the file that are nothing of ours
    unrated: int = 0  # rows of its log that tell of no answer
