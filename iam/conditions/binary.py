"""BinaryEquals: base64 on both sides, compared byte for byte."""

from operator import eq

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts


def parse_binary(text: str) -> bytes | None:
    """Returns the bytes a base64 text stands for, or None if it is none."""
    # Imported late: few decisions need it, and a start without it is faster.
    import base64

    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _read(parts: FilledParts) -> bytes | None:
    return parse_binary(plain_text(parts))


OPERATORS = (BaseOperator("BinaryEquals", _read, parse_binary, eq),)
