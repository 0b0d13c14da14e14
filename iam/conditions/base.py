"""The shape every base operator has."""

from collections.abc import Callable
from typing import Any, NamedTuple

from iam.patterns import FilledParts
from iam.ternary import Truth


class BaseOperator(NamedTuple):
    """One comparison, seen from the positive side.

    `read_policy` and `read_request` turn a value of the policy and of the request into something
    `compare(policy, request)` takes, or into None if the value is malformed.
    `negated_name` is the name of the opposite operator, None if there is none.
    """

    name: str
    read_policy: Callable[[FilledParts], Any | None]
    read_request: Callable[[str], Any | None]
    compare: Callable[[Any, Any], Truth]
    negated_name: str | None = None
    takes_wildcards: bool = False
    takes_variables: bool = False
    # The Guide's pages contradict each other for this operator, so a variable leaves it undecided.
    variables_are_disputed: bool = False
    tests_presence: bool = False


def plain_text(parts: FilledParts) -> str:
    """Returns the text of parts that were cut without wildcards."""
    return "".join(part for part in parts if isinstance(part, str))
