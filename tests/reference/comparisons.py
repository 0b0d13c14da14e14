"""One value of a policy compared with one value of a request.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators". A reader returns None for a value it
can't read: such a value matches nothing, and its negation neither.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from tests.reference.elements import all_fields_fit
from tests.reference.texts import Context, OpenTextError, fits, read_text
from tests.reference.truths import Truth

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:(Z)|([+-])(\d\d):(\d\d))", re.ASCII
)
EPOCH = re.compile(r"\d{5,12}", re.ASCII)
# Looks like a date or a number, but whether AWS reads it so isn't said.
DOUBTFUL_MOMENT = re.compile(r"[-+]?\d[\dT:.Ee+-]*Z?", re.ASCII)
DOUBTFUL_NUMBER = re.compile(r"[-+.]?\d[\d.,eE+-]*", re.ASCII)

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": lambda given, limit: given == limit,
    "LessThan": lambda given, limit: given < limit,
    "LessThanEquals": lambda given, limit: given <= limit,
    "GreaterThan": lambda given, limit: given > limit,
    "GreaterThanEquals": lambda given, limit: given >= limit,
}


def read_number(text: str) -> Decimal | None:
    """Returns the integer or decimal."""
    if NUMBER.fullmatch(text):
        return Decimal(text)
    if DOUBTFUL_NUMBER.fullmatch(text):
        raise OpenTextError(text)
    return None


def read_moment(text: str) -> datetime | None:
    """Returns the moment of a W3C date or of epoch seconds."""
    try:
        if day := DAY.fullmatch(text):
            year, month, number = map(int, day.groups())
            return datetime(year, month, number, tzinfo=UTC)
        if moment := MOMENT.fullmatch(text):
            return exact_moment(moment)
    except ValueError:
        return None
    if EPOCH.fullmatch(text):
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text))
    if DOUBTFUL_MOMENT.fullmatch(text):
        raise OpenTextError(text)
    return None


def exact_moment(moment: re.Match[str]) -> datetime:
    """Returns the moment a full date with a zone names."""
    year, month, day, hour, minute, second, fraction, _, sign, hours, minutes = moment.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)
    micro = int((fraction or "0").ljust(6, "0"))
    return datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro, tzinfo=zone
    )


def read_bool(text: str) -> bool | None:
    """Returns the Boolean; the page doesn't say whether case counts."""
    if text in ("true", "false"):
        return text == "true"
    if text.lower() in ("true", "false"):
        raise OpenTextError(text)
    return None


def read_bytes(text: str) -> bytes | None:
    """Returns the bytes of a base64 text."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Returns the address of a request."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def read_range(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Returns the addresses of a CIDR range; one without a prefix is a single address."""
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            return None
    # Bits beyond the prefix: cut off or refused, the page doesn't say.
    raise OpenTextError(text)


def is_arn(text: str) -> bool:
    """Has the text the six fields of an ARN?"""
    return text.startswith("arn:") and text.count(":") >= 5


def any_text(text: str) -> str:
    """Returns the text: any text is a readable string."""
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "Numeric": read_number,
    "Date": read_moment,
    "Bool": read_bool,
    "Binary": read_bytes,
    "IpAddress": read_range,
    "String": any_text,
    "Arn": lambda text: text if is_arn(text) else None,
}


def family_of(operator: str) -> str:
    """Returns the family of a positive operator."""
    return next(family for family in READERS if operator.startswith(family))


def is_readable(operator: str, text: str, context: Context, version: str) -> Truth:
    """Is a value of the policy well formed for the operator?"""
    family = family_of(operator)
    try:
        if family == "Arn":
            pattern = "".join(map(str, read_text(text, context, version, wild=False)))
            # What the operators make of a pattern with fewer than six fields isn't said.
            return is_arn(pattern) or (None if pattern.startswith(("arn:", "*")) else False)
        return READERS[family](text) is not None
    except OpenTextError:
        return None


def is_readable_in_request(operator: str, text: str) -> Truth:
    """Is a value of the request well formed for the operator?"""
    family = family_of(operator)
    try:
        reader = read_address if family == "IpAddress" else READERS[family]
        return reader(text) is not None
    except OpenTextError:
        return None


def is_met(operator: str, text: str, given: str, context: Context, version: str) -> bool:
    """Does the value of the request meet the one value of the policy? Both are well formed.

    Raises: NoValueError, OpenTextError.
    """
    family = family_of(operator)
    if family == "String":
        return string_is_met(operator, text, given, context, version)
    if family == "Arn":
        return all_fields_fit(read_text(text, context, version, wild=True), given)
    if family == "IpAddress":
        network, address = read_range(text), read_address(given)
        return network is not None and address is not None and address in network
    order = ORDERS["Equals" if family in ("Bool", "Binary") else operator.removeprefix(family)]
    return order(READERS[family](given), READERS[family](text))


def string_is_met(operator: str, text: str, given: str, context: Context, version: str) -> bool:
    """Does the text of the request meet the text of the policy?"""
    tokens = read_text(text, context, version, wild=operator == "StringLike")
    if operator == "StringEqualsIgnoreCase":
        return "".join(map(str, tokens)).lower() == given.lower()
    return fits(tokens, given)
