"""The tree of an explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from iam.evaluation.decision import Decision
from iam.policy.spans import Span
from iam.ternary import Truth

State = Literal["matched", "notMatched", "unknown", "notReached"]
Element = Literal["layer", "policy", "statement", "action", "resource", "condition", "value"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One node: what was looked at, how it came out, and why as a code with values.

    `span` is the place in the policy, None for a layer. `decides` marks the statements that settle
    the decision. `policy` is the index of the policy for every node from the policy down.
    """

    element: Element
    state: State
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    policy: int | None = None
    decides: bool = False
    children: tuple["Reason", ...] = ()

    def marked(self) -> "Reason":
        """Returns the node as one that settles the decision."""
        return replace(self, decides=True)

    def with_children(self, children: tuple["Reason", ...]) -> "Reason":
        """Returns the node with other children."""
        return replace(self, children=children)


def state_of(truth: Truth) -> State:
    """Returns the state that a truth is shown as."""
    return "unknown" if truth is None else "matched" if truth else "notMatched"


def truth_of(state: State) -> Truth:
    """Returns the truth behind a state; what was not reached is not true."""
    return None if state == "unknown" else state == "matched"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision and its complete tree, one node per layer on top.

    `missing_keys` lists the condition keys and variables that were asked for and not in the request,
    as the policy writes them, each once.
    """

    decision: Decision
    layers: tuple[Reason, ...]
    missing_keys: tuple[str, ...] = ()
