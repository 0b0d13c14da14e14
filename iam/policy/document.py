"""The tree of a policy: documents, statements, condition entries, each with its place."""

from dataclasses import dataclass
from typing import Literal

from iam.policy.findings import Finding
from iam.policy.spans import Span

PolicyType = Literal["identity", "resource", "trust", "boundary", "session", "endpoint", "scp", "rcp"]
Effect = Literal["Allow", "Deny"]
CURRENT_VERSION = "2012-10-17"
FORMER_VERSION = "2008-10-17"


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A text of the policy (numbers and Booleans as they are written) and its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class PrincipalEntry:
    """One principal: `kind` is `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for a bare star."""

    kind: str
    value: PolicyValue


@dataclass(frozen=True, slots=True)
class PrincipalElement:
    """`Principal`, or `NotPrincipal` if `negated`."""

    entries: tuple[PrincipalEntry, ...]
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ValueList:
    """`Action` or `Resource`, or their Not... form if `negated`; `span` is that of the value."""

    values: tuple[PolicyValue, ...]
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One key under one operator, with the values it is compared to."""

    operator: PolicyValue
    key: PolicyValue
    values: tuple[PolicyValue, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `index` counts from 0 within the document."""

    index: int
    sid: PolicyValue | None
    effect: Effect
    effect_span: Span
    principal: PrincipalElement | None
    action: ValueList
    resource: ValueList | None
    conditions: tuple[ConditionEntry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy as far as it could be read.

    `is_refused` is true where AWS would not save the document: a decision may then not lean on it.
    """

    version: PolicyValue | None
    id: PolicyValue | None
    statements: tuple[Statement, ...]
    span: Span
    policy_type: PolicyType
    is_refused: bool

    @property
    def has_variables(self) -> bool:
        """Whether `${...}` is a variable: only with the current Version (Guide, Variables and tags)."""
        return self.version is not None and self.version.text == CURRENT_VERSION


@dataclass(frozen=True, slots=True)
class ParsedPolicy:
    """What `parse_policy` returns; `document` is None if the text is no JSON object."""

    document: PolicyDocument | None
    findings: tuple[Finding, ...]
