"""One statement, compiled: every pattern, variable and condition value is read once."""

from collections.abc import Iterable
from typing import NamedTuple

from iam.conditions import ConditionTest, compile_condition
from iam.evaluation.decision import Facts, StatementRef
from iam.evaluation.elements import ActionTest, ResourceTest, compile_actions, compile_resources
from iam.evaluation.principals import PrincipalTest, compile_principals
from iam.policy.document import PolicyType, Statement
from iam.request import AccessRequest
from iam.ternary import Truth


class StatementParts(NamedTuple):
    """The texts of a statement, from whichever reader. `principals` and `resources` may be missing.

    Principals are (kind, text), conditions (operator, key, values).
    """

    sid: str | None
    effect: str
    actions: tuple[str, ...]
    not_action: bool
    resources: tuple[str, ...] | None
    not_resource: bool
    principals: tuple[tuple[str, str], ...] | None
    not_principal: bool
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]


class CompiledStatement:
    """A statement ready to be matched; `source` is what it was made from, if places are known."""

    __slots__ = ("_covers", "action", "conditions", "is_deny", "principal", "ref", "resource", "source")

    def __init__(
        self,
        ref: StatementRef,
        source: Statement | None,
        *,
        action: ActionTest,
        resource: ResourceTest | None,
        principal: PrincipalTest | None,
        conditions: tuple[ConditionTest, ...],
    ) -> None:
        self.ref = ref
        self.source = source
        self.is_deny = ref.effect == "Deny"
        self.action = action
        self.resource = resource
        self._covers = None if resource is None else resource.tester
        self.principal = principal
        self.conditions = conditions

    def truth(self, request: AccessRequest) -> Truth:
        """Returns whether action, resource and conditions match; None if that can't be known."""
        action = self.action.truth(request)
        if action is False:
            return False
        rest = self.truth_given_action(request)
        return rest if rest is False else action and rest

    def truth_given_action(self, request: AccessRequest) -> Truth:
        """Returns the same for an action that is known to match."""
        result: Truth = True
        if self._covers is not None:
            result = self._covers(request)
            if result is False:
                return False
        for condition in self.conditions:
            met = condition.truth(request.context)
            if met is False:
                return False
            result = result and met
        return result

    def truth_for_caller(self, request: AccessRequest, facts: Facts, *, has_boundary: bool) -> Truth:
        """Returns the same with the principal element, if the statement has one."""
        result = self.truth(request)
        if result is False or self.principal is None:
            return result
        named = self.principal.truth(request, facts, has_boundary=has_boundary)
        return named if named is False else result and named


def parts_of(source: Statement) -> StatementParts:
    """Returns the texts of a statement that was read with places."""
    principal, resource = source.principal, source.resource
    return StatementParts(
        sid=source.sid.text if source.sid else None,
        effect=source.effect,
        actions=tuple(value.text for value in source.action.values),
        not_action=source.action.negated,
        resources=None if resource is None else tuple(value.text for value in resource.values),
        not_resource=resource is not None and resource.negated,
        principals=None
        if principal is None
        else tuple((entry.kind, entry.value.text) for entry in principal.entries),
        not_principal=principal is not None and principal.negated,
        conditions=tuple(
            (entry.operator.text, entry.key.text, tuple(value.text for value in entry.values))
            for entry in source.conditions
        ),
    )


def compile_statement(
    parts: StatementParts,
    ref: StatementRef,
    *,
    variables: bool,
    policy_type: PolicyType = "identity",
    source: Statement | None = None,
) -> CompiledStatement:
    """Returns the statement ready to be matched; `variables` says whether `${...}` are variables."""
    is_deny = parts.effect == "Deny"
    return CompiledStatement(
        ref,
        source,
        action=compile_actions(parts.actions, negated=parts.not_action),
        # A session policy with a shortened ARN is malformed; elsewhere it is filled up.
        resource=None
        if parts.resources is None
        else compile_resources(
            parts.resources,
            negated=parts.not_resource,
            variables=variables,
            fills_up=policy_type != "session",
        ),
        principal=None
        if parts.principals is None
        else compile_principals(parts.principals, negated=parts.not_principal, is_deny=is_deny),
        conditions=_conditions(parts.conditions, variables) if parts.conditions else (),
    )


def _conditions(
    entries: Iterable[tuple[str, str, tuple[str, ...]]], variables: bool
) -> tuple[ConditionTest, ...]:
    return tuple(
        [compile_condition(operator, key, values, variables=variables) for operator, key, values in entries]
    )
