"""DateEquals, DateLessThan and their like: W3C dates or seconds since 1970, compared as instants."""

import re
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

if TYPE_CHECKING:
    from datetime import timezone
    from decimal import Decimal

# Compiled by `re` when first needed.
_EPOCH = r"[+-]?[0-9]+(\.[0-9]+)?"
_TIME = r"T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d+))?)?"
_ZONE = r"(Z|(?P<sign>[+-])(?P<zone_hour>\d\d):(?P<zone_minute>\d\d))"
_DATE = rf"(?P<year>\d{{4}})-(?P<month>\d\d)(-(?P<day>\d\d)({_TIME}{_ZONE})?)?"


def parse_date(text: str) -> "Decimal | None":
    """Returns the seconds since 1970-01-01 UTC, or None if the text is no date.

    Takes the W3C forms from year and month on, and epoch seconds; a time needs its zone, a date
    without a time is its first instant in UTC.
    """
    # Imported late: few decisions need it, and a start without it is faster.
    from datetime import UTC, datetime, timedelta
    from decimal import Decimal

    if re.fullmatch(_EPOCH, text):
        return Decimal(text)
    match = re.fullmatch(_DATE, text, re.ASCII)
    if match is None:
        return None
    fields = {name: int(match[name] or 0) for name in ("hour", "minute", "second")}
    try:
        moment = datetime(
            int(match["year"]), int(match["month"]), int(match["day"] or 1), tzinfo=_zone(match), **fields
        )
        whole = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
    return whole + Decimal(f"0.{match['fraction'] or 0}")


def _zone(match: re.Match[str]) -> "timezone":
    from datetime import UTC, timedelta, timezone

    if match["sign"] is None:
        return UTC
    offset = timedelta(hours=int(match["zone_hour"]), minutes=int(match["zone_minute"]))
    return timezone(-offset if match["sign"] == "-" else offset)


def _read(parts: FilledParts) -> "Decimal | None":
    return parse_date(plain_text(parts))


# compare() gets the policy's value first, so "request before policy" is greater-than.
OPERATORS = (
    BaseOperator("DateEquals", _read, parse_date, eq, "DateNotEquals"),
    BaseOperator("DateLessThan", _read, parse_date, gt),
    BaseOperator("DateLessThanEquals", _read, parse_date, ge),
    BaseOperator("DateGreaterThan", _read, parse_date, lt),
    BaseOperator("DateGreaterThanEquals", _read, parse_date, le),
)
