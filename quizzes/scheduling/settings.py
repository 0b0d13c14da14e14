"""What a schedule is made with: the aim, the short steps, the weights of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from fsrs import Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS


@dataclass(frozen=True, slots=True)
class Settings:
    """How cards are scheduled; without arguments, as the model comes.

    `retention` is the recall, 0 to 1, at which a card is due. Steps are in minutes. `weights` are the 21 of FSRS-6,
    None for the model's own. `exam_at` is the moment, in UTC, on which everything should be known, and `exam_days`
    how many days before it belong to the last questions.
    """

    retention: float = 0.9
    learning_steps: tuple[float, ...] = (1, 10)
    relearning_steps: tuple[float, ...] = (10,)
    weights: tuple[float, ...] | None = None
    exam_at: datetime | None = None
    exam_days: int = 6

    def as_json(self) -> dict[str, Any]:
        """What differs from the defaults."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        changed = {name: value for name, value in values.items() if value != getattr(DEFAULTS, name)}
        return {name: _plain(value) for name, value in changed.items()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Reads what `as_json` gave; what else stands in it is passed over."""
        names = [field.name for field in fields(cls)]
        values: dict[str, Any] = {name: body[name] for name in names if body.get(name) is not None}
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(value)
            elif name == "exam_at":
                values[name] = datetime.fromisoformat(value)
        return cls(**values)


DEFAULTS = Settings()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@lru_cache(maxsize=256)
def scheduler_of(settings: Settings) -> Scheduler:
    """py-fsrs with these settings. Its own fuzz is off: it draws from the process's chance, and a review must repeat.

    Raises: ValueError, for weights out of the model's bounds.
    """
    return Scheduler(
        parameters=settings.weights or DEFAULT_PARAMETERS,
        desired_retention=settings.retention,
        learning_steps=[timedelta(minutes=minutes) for minutes in settings.learning_steps],
        relearning_steps=[timedelta(minutes=minutes) for minutes in settings.relearning_steps],
        enable_fuzzing=False,
    )
