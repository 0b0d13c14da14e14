"""What a decision is, and the facts around it that no policy shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from iam.policy.spans import Span

Outcome = Literal["allowed", "explicitDeny", "implicitDeny", "unknown"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


class StatementRef(NamedTuple):
    """Points at a statement of a stack; both indices count from 0, policies through all layers.

    `span` is None where the text was read without places (`decide_text`).
    """

    policy: int
    statement: int
    sid: str | None
    effect: str
    span: Span | None
    layer: str = "identity"

    @property
    def label(self) -> str:
        """What people call the statement: its Sid, else its place counted from 1."""
        return self.sid or f"statement {self.statement + 1}"


class Unknown(NamedTuple):
    """Something the engine doesn't know; `turns` is true if it could change the outcome."""

    code: str
    values: Mapping[str, str] = _NOTHING
    turns: bool = True


class Decision(NamedTuple):
    """The answer to a request: `outcome` is `unknown` exactly where an unknown could turn it.

    `deciding` are the statements that settle it: the denies that match, else the allows that grant it.
    `layer` names the kind of policy that settles it: `identity`, `resource`, `trust`, `key`,
    `boundary`, `session`, `scp`, `rcp` or `endpoint`; for an implicit deny the first that is silent in
    AWS's order. `root` and `service` where the account's root user or the service itself needs no
    policy; None for an unknown. `level` names the part of the organization for `scp` and `rcp`.
    """

    outcome: Outcome
    deciding: tuple[StatementRef, ...] = ()
    layer: str | None = None
    unknowns: tuple[Unknown, ...] = ()
    level: str = ""


class Facts(NamedTuple):
    """Circumstances that no policy shows.

    `principal_type` is the caller's kind as AWS names it (`aws:PrincipalType`, or `Federated`,
    `Service`), "" if not given. `canonical_id` is the canonical user id of the caller's account.
    """

    service_linked_role: bool = False
    principal_in_management_account: bool = False
    resource_in_management_account: bool = False
    principal_type: str = ""
    canonical_id: str = ""
