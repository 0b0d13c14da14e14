"""The tree of an explanation."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from iam.evaluation.decision import Decision
from iam.policy.spans import Span
from iam.request import AccessRequest
from iam.ternary import Truth

State = Literal["matched", "notMatched", "unknown", "notReached"]
Element = Literal["layer", "policy", "statement", "principal", "action", "resource", "condition", "value"]

NO_VALUES: Mapping[str, str] = MappingProxyType({})
# The fields of an ARN, by the names that messages use.
ARN_FIELDS = ("prefix", "partition", "service", "region", "account")


class Reason(NamedTuple):
    """One node: what was looked at, how it came out, and why as a code with values.

    `values` are those of the policy; `values_in` adds the request's side. So nodes below a statement
    are made once for each way they can come out, and shared by all explanations of a stack.
    `span` is the place in the policy, None for a layer. `decides` marks the statements, and the layer,
    that settle the decision. `policy` is the index of the policy for every node from the policy down.
    """

    element: Element
    state: State
    code: str
    values: Mapping[str, str] = NO_VALUES
    span: Span | None = None
    policy: int | None = None
    decides: bool = False
    children: tuple["Reason", ...] = ()


def values_in(reason: Reason, request: AccessRequest) -> dict[str, str]:
    """Returns all values of a node: the policy's and what the request has in their place."""
    values = {
        "action": request.action,
        "resource": request.resource,
        "caller": request.principal.text,
        "account": request.principal.account,
        "owner": request.owner_account,
        **reason.values,
    }
    if "key" in values:
        values.setdefault("present", ", ".join(request.context.values_of(values["key"])))
    if "field" in values and request.fields is not None:
        values["asked"] = request.fields[ARN_FIELDS.index(values["field"])]
    return values


def state_of(truth: Truth) -> State:
    """Returns the state that a truth is shown as."""
    return "unknown" if truth is None else "matched" if truth else "notMatched"


def truth_of(state: State) -> Truth:
    """Returns the truth behind a state; what was not reached is not true."""
    return None if state == "unknown" else state == "matched"


class Explanation(NamedTuple):
    """The decision and its complete tree, one node per layer on top, in the order AWS asks them.

    `missing_keys` lists the condition keys and variables that were asked for and not in the request,
    as the policies write them, each once.
    """

    decision: Decision
    layers: tuple[Reason, ...]
    missing_keys: tuple[str, ...] = ()
