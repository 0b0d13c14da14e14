"""Bool."""

from operator import eq

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

_BOOLEANS = {"true": True, "false": False}


def parse_boolean(text: str) -> bool | None:
    """Returns the Boolean a text stands for, in any case of letters, or None."""
    return _BOOLEANS.get(text.lower())


def read_boolean(parts: FilledParts) -> bool | None:
    """Returns the Boolean in a value of a policy, or None."""
    return parse_boolean(plain_text(parts))


# Whether Bool takes variables: the page on operators says yes, the page on variables no.
OPERATORS = (BaseOperator("Bool", read_boolean, parse_boolean, eq, variables_are_disputed=True),)
