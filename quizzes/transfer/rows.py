"""Reads JSON that somebody sent, field by field; what is wrong is named by its place in the file."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from content.uploads import UploadError

Value = TypeVar("Value")

EXPORT_ANEW = "export it anew where it comes from"
YEARS = range(1980, 2500)  # what any database and any sum of days can hold
LONGEST_TEXT = 100_000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no zero, and no database half a character


def refuse(place: str, message: str, remedy: str = EXPORT_ANEW) -> NoReturn:
    raise UploadError(message, remedy, place)


class Row:
    """One object of a file. Every reader raises UploadError for what it can't take."""

    def __init__(self, body: object, place: str) -> None:
        if not isinstance(body, dict):
            refuse(place, "here should be an object in curly brackets")
        self.body: dict[str, Any] = body
        self.place = place

    def wrong(self, name: str, expected: str) -> NoReturn:
        shown = "nothing" if name not in self.body else f"`{str(self.body[name])[:60]}`"
        refuse(f"{self.place}, {name}", f"here should be {expected}, and there is {shown}")

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        value = self.body.get(name)
        if not isinstance(value, str) or len(value) > longest or _UNSTORABLE.search(value):
            self.wrong(name, f"a text of at most {longest:,} characters")
        return value

    def flag(self, name: str) -> bool:
        value = self.body.get(name)
        if not isinstance(value, bool):
            self.wrong(name, "true or false")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        value = self.body.get(name)
        if not is_whole(value) or not least <= value <= most:
            self.wrong(name, f"a whole number from {least:,} to {most:,}")
        return value

    def number(self, name: str, least: float, most: float) -> float:
        value = self.body.get(name)
        if not is_number(value) or not least <= value <= most:
            self.wrong(name, f"a number from {least:g} to {most:g}")
        return value

    def numbers(self, name: str, least: float, most: float, count: range) -> list[float]:
        values = self.body.get(name)
        if (
            not isinstance(values, list)
            or len(values) not in count
            or not all(is_number(value) and least <= value <= most for value in values)
        ):
            self.wrong(name, f"a list of {count[0]} to {count[-1]} numbers from {least:g} to {most:g}")
        return values

    def moment(self, name: str) -> datetime:
        value = self.body.get(name)
        try:
            moment = datetime.fromisoformat(value)
        except (ValueError, TypeError):
            self.wrong(name, "a moment such as `2026-03-02T12:00:00+00:00`")
        if moment.tzinfo is None or moment.year not in YEARS:
            self.wrong(name, "a moment with its time zone, such as `2026-03-02T12:00:00+00:00`")
        return moment

    def day(self, name: str) -> date:
        value = self.body.get(name)
        try:
            day = date.fromisoformat(value)
        except (ValueError, TypeError):
            self.wrong(name, "a day such as `2026-03-02`")
        if day.year not in YEARS:
            self.wrong(name, "a day such as `2026-03-02`")
        return day

    def uuid(self, name: str) -> UUID:
        value = self.body.get(name)
        try:
            return UUID(value)
        except (ValueError, TypeError, AttributeError):
            self.wrong(name, "a UUID")

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.body.get(name)
        if value not in choices:
            self.wrong(name, f"one of {', '.join(choices)}")
        return value

    def texts(self, name: str, longest: int, most: int) -> tuple[str, ...]:
        values = self.body.get(name)
        if not isinstance(values, list) or len(values) > most or not all(is_text(v, longest) for v in values):
            self.wrong(name, f"a list of at most {most} texts of at most {longest} characters")
        return tuple(values)

    def plain(self, name: str, most: int = 40) -> dict[str, Any]:
        """An object of simple values and lists of numbers, as settings are."""
        values = self.body.get(name)
        if not isinstance(values, dict) or len(values) > most:
            self.wrong(name, f"an object of at most {most} fields")
        for key, value in values.items():
            simple = value is None or is_text(value, 2_000) or isinstance(value, bool) or is_number(value)
            listed = isinstance(value, list) and len(value) <= most and all(map(is_number, value))
            if not is_text(key, 60) or not (simple or listed):
                self.wrong(name, "an object of texts, numbers and lists of numbers")
        return values

    def rows(self, name: str) -> list["Row"]:
        """The objects of a list, each with its place."""
        values = self.body.get(name)
        if not isinstance(values, list):
            self.wrong(name, "a list")
        return [Row(value, f"{name} {number}") for number, value in enumerate(values)]

    def optional(self, name: str, read: Callable[..., Value], *limits: object) -> Value | None:
        """What `read` gives, or None where there is nothing: `row.optional("step", row.whole, 0, 9)`."""
        return None if self.body.get(name) is None else read(name, *limits)


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    return is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and not _UNSTORABLE.search(value)
