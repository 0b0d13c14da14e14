"""What the study page sends, read without trust."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.http import QueryDict

from quizzes.scheduling import Rating


@dataclass(frozen=True, slots=True)
class Attempt:
    """One showing of a question: its key makes an answer count once, its time says how long it took."""

    key: UUID
    asked_at: datetime

    @classmethod
    def begin(cls, at: datetime) -> "Attempt":
        return cls(uuid4(), at)

    @classmethod
    def from_form(cls, form: QueryDict, at: datetime) -> "Attempt":
        """The attempt of a form; nonsense in it gives a new attempt that began just now."""
        return cls(read_uuid(form.get("key", "")) or uuid4(), read_time(form.get("asked_at", "")) or at)

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


def read_rating(text: str) -> Rating | None:
    return Rating(int(text)) if text in ("1", "2", "3", "4") else None
