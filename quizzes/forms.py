"""What the study page sends, read without trust."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.http import QueryDict

from quizzes.scheduling import Rating

MOST_HINTS = 9
LONGEST_HOLD = timedelta(days=30)  # an answer that waited longer for its connection counts from now
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Attempt:
    """One showing of a question: its key makes an answer count once, its times say how long it took."""

    key: UUID
    asked_at: datetime
    answered_at: datetime
    hints: int = 0
    confidence: int | None = None  # 1 guessing, 2 unsure, 3 sure

    @classmethod
    def begin(cls, at: datetime) -> "Attempt":
        return cls(uuid4(), at, at)

    @classmethod
    def from_form(cls, form: QueryDict, at: datetime) -> "Attempt":
        """The showing of a form that came `at`; nonsense in it gives a new showing that began just now.

        The page says how long it kept an answer that it could not send. That is a stretch of its own clock, so
        a clock that is wrong does no harm.
        """
        asked_at = min(read_time(form.get("asked_at", "")) or at, at)
        held = timedelta(milliseconds=read_count(form.get("held", ""), most=10**12))
        return cls(
            read_uuid(form.get("key", "")) or uuid4(),
            asked_at,
            max(asked_at, at - held) if held <= LONGEST_HOLD else at,
            read_count(form.get("hints", ""), most=MOST_HINTS),
            read_count(form.get("confidence", ""), most=3) or None,
        )

    @property
    def asked_at_ms(self) -> int:
        return int(self.asked_at.timestamp() * 1000)


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_time(text: str) -> datetime | None:
    """A moment from milliseconds since 1970."""
    try:
        return datetime.fromtimestamp(int(text) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def read_number(text: str) -> int:
    """A primary key from a form; 0, which no row has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def read_count(text: str, *, most: int) -> int:
    """A small number from a form; 0 where it is none or too large."""
    number = read_number(text)
    return number if number <= most else 0


def read_rating(text: str) -> Rating | None:
    return Rating(int(text)) if text in ("1", "2", "3", "4") else None


def read_reason(text: str) -> str:
    """What a learner wrote about a question, in one piece of bounded length."""
    # PostgreSQL stores no NUL.
    return text.replace("\0", "").strip()[:LONGEST_REASON]
