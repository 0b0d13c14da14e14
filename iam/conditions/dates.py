"""DateEquals, DateLessThan and their like: W3C dates or seconds since 1970, compared as instants."""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

_EPOCH = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_TIME = r"T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d+))?)?"
_ZONE = r"(Z|(?P<sign>[+-])(?P<zone_hour>\d\d):(?P<zone_minute>\d\d))"
_DATE = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)(-(?P<day>\d\d)({_TIME}{_ZONE})?)?", re.ASCII)
_START = datetime(1970, 1, 1, tzinfo=UTC)


def parse_date(text: str) -> Decimal | None:
    """Returns the seconds since 1970-01-01 UTC, or None if the text is no date.

    Takes the W3C forms from year and month on, and epoch seconds; a time needs its zone, a date
    without a time is its first instant in UTC.
    """
    if _EPOCH.fullmatch(text):
        return Decimal(text)
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    fields = {name: int(match[name] or 0) for name in ("hour", "minute", "second")}
    try:
        moment = datetime(
            int(match["year"]), int(match["month"]), int(match["day"] or 1), tzinfo=_zone(match), **fields
        )
        whole = (moment - _START) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
    return whole + Decimal(f"0.{match['fraction'] or 0}")


def _zone(match: re.Match[str]) -> timezone:
    if match["sign"] is None:
        return UTC
    offset = timedelta(hours=int(match["zone_hour"]), minutes=int(match["zone_minute"]))
    return timezone(-offset if match["sign"] == "-" else offset)


def _read(parts: FilledParts) -> Decimal | None:
    return parse_date(plain_text(parts))


# compare() gets the policy's value first, so "request before policy" is greater-than.
OPERATORS = (
    BaseOperator("DateEquals", _read, parse_date, eq, "DateNotEquals"),
    BaseOperator("DateLessThan", _read, parse_date, gt),
    BaseOperator("DateLessThanEquals", _read, parse_date, ge),
    BaseOperator("DateGreaterThan", _read, parse_date, lt),
    BaseOperator("DateGreaterThanEquals", _read, parse_date, le),
)
