"""StringEquals, StringEqualsIgnoreCase, StringLike."""

from operator import eq

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts, Matcher, compile_glob


def _lower(parts: FilledParts) -> str:
    return plain_text(parts).lower()


def _matches(matches: Matcher, text: str) -> bool:
    return matches(text)


OPERATORS = (
    BaseOperator("StringEquals", plain_text, str, eq, "StringNotEquals", takes_variables=True),
    BaseOperator(
        "StringEqualsIgnoreCase", _lower, str.lower, eq, "StringNotEqualsIgnoreCase", takes_variables=True
    ),
    BaseOperator(
        "StringLike",
        compile_glob,
        str,
        _matches,
        "StringNotLike",
        takes_wildcards=True,
        takes_variables=True,
    ),
)
