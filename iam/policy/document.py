"""The tree of a policy: documents, statements, condition entries, each with its place."""

from typing import Literal, NamedTuple

from iam.policy.findings import Finding
from iam.policy.spans import Span

PolicyType = Literal["identity", "resource", "trust", "boundary", "session", "endpoint", "scp", "rcp"]
Effect = Literal["Allow", "Deny"]
CURRENT_VERSION = "2012-10-17"
FORMER_VERSION = "2008-10-17"


class PolicyValue(NamedTuple):
    """A text of the policy (numbers and Booleans as they are written) and its place."""

    text: str
    span: Span


class PrincipalEntry(NamedTuple):
    """One principal: `kind` is `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for a bare star."""

    kind: str
    value: PolicyValue


class PrincipalElement(NamedTuple):
    """`Principal`, or `NotPrincipal` if `negated`."""

    entries: tuple[PrincipalEntry, ...]
    negated: bool
    span: Span


class ValueList(NamedTuple):
    """`Action` or `Resource`, or their Not... form if `negated`; `span` is that of the value."""

    values: tuple[PolicyValue, ...]
    negated: bool
    span: Span


class ConditionEntry(NamedTuple):
    """One key under one operator, with the values it is compared to."""

    operator: PolicyValue
    key: PolicyValue
    values: tuple[PolicyValue, ...]
    span: Span


class Statement(NamedTuple):
    """One statement; `index` counts from 0 within the document."""

    index: int  # type: ignore[assignment]  # the name hides a method of tuples nobody needs here
    sid: PolicyValue | None
    effect: Effect
    effect_span: Span
    principal: PrincipalElement | None
    action: ValueList
    resource: ValueList | None
    conditions: tuple[ConditionEntry, ...]
    span: Span


class PolicyDocument(NamedTuple):
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


class ParsedPolicy(NamedTuple):
    """What `parse_policy` returns; `document` is None if the text is no JSON object."""

    document: PolicyDocument | None
    findings: tuple[Finding, ...]
