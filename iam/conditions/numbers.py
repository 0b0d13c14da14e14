"""NumericEquals, NumericLessThan and their like: integers and decimals, compared exactly."""

import re
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

# No exponents: the Guide speaks of integers and decimals only.
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


def parse_number(text: str) -> Decimal | None:
    """Returns the number a text stands for, or None if it is none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _read(parts: FilledParts) -> Decimal | None:
    return parse_number(plain_text(parts))


# compare() gets the policy's value first, so "request less than policy" is greater-than.
OPERATORS = (
    BaseOperator("NumericEquals", _read, parse_number, eq, "NumericNotEquals"),
    BaseOperator("NumericLessThan", _read, parse_number, gt),
    BaseOperator("NumericLessThanEquals", _read, parse_number, ge),
    BaseOperator("NumericGreaterThan", _read, parse_number, lt),
    BaseOperator("NumericGreaterThanEquals", _read, parse_number, le),
)
