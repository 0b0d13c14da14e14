"""What a decision is, and in which surroundings it was taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from iam.policy.spans import Span

Outcome = Literal["allowed", "explicitDeny", "implicitDeny", "unknown"]


@dataclass(frozen=True, slots=True)
class StatementRef:
    """Points at a statement of a policy set; both indices count from 0."""

    policy: int
    statement: int
    sid: str | None
    effect: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something the engine doesn't know; `turns` is true if it could change the outcome."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    turns: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request: `outcome` is `unknown` exactly where an unknown could turn it.

    `deciding` are the statements that settle it: the denies that match, else the allows.
    `layer` is the kind of policy that settled it, None for an implicit deny or an unknown.
    """

    outcome: Outcome
    deciding: tuple[StatementRef, ...] = ()
    layer: str | None = None
    unknowns: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is in force around the identity policies but not evaluated by this engine yet.

    `layers` names policies that exist: `resourcePolicy`, `permissionBoundary`, `sessionPolicy`,
    `vpcEndpointPolicy`, `scps`, `rcps`. `facts` names circumstances no policy shows, such as
    `serviceLinkedRole`.
    """

    layers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
