"""The tree of an explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from iam.evaluation.decision import Decision
from iam.policy.spans import Span

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


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision and its complete tree, one node per layer on top.

    `missing_keys` lists the condition keys and variables that were asked for and not in the request,
    as the policy writes them, each once.
    """

    decision: Decision
    layers: tuple[Reason, ...]
    missing_keys: tuple[str, ...] = ()
