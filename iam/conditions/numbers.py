"""NumericEquals, NumericLessThan and their like: integers and decimals, compared exactly."""

import re
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

if TYPE_CHECKING:
    from decimal import Decimal

# No exponents: the Guide speaks of integers and decimals only.
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"


def parse_number(text: str) -> "Decimal | None":
    """Returns the number a text stands for, or None if it is none."""
    if not re.fullmatch(_NUMBER, text):
        return None
    # Imported late: few decisions need it, and a start without it is faster.
    from decimal import Decimal

    return Decimal(text)


def _read(parts: FilledParts) -> "Decimal | None":
    return parse_number(plain_text(parts))


# compare() gets the policy's value first, so "request less than policy" is greater-than.
OPERATORS = (
    BaseOperator("NumericEquals", _read, parse_number, eq, "NumericNotEquals"),
    BaseOperator("NumericLessThan", _read, parse_number, gt),
    BaseOperator("NumericLessThanEquals", _read, parse_number, ge),
    BaseOperator("NumericGreaterThan", _read, parse_number, lt),
    BaseOperator("NumericGreaterThanEquals", _read, parse_number, le),
)
