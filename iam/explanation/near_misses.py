"""Near misses: the smallest single changes that would turn a decision, each tried before it is told.

A change counts as turning if what was refused would be allowed, or what was allowed refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from iam.conditions import ConditionTest
from iam.evaluation.courses import find_course
from iam.evaluation.deciding import decide, decide_once
from iam.evaluation.decision import Decision, StatementRef
from iam.evaluation.elements import ResourcePattern
from iam.evaluation.stacks import PolicyStack
from iam.evaluation.statements import CompiledStatement, StatementParts, parts_of
from iam.explanation.changes import with_action, with_key, with_resource, with_statement
from iam.patterns import fill
from iam.request import AccessRequest, RequestError
from iam.ternary import Truth

# Bounds of the work: statements looked at in a layer, and changes tried; a changed policy costs more.
_MOST_STATEMENTS = 1_000
_MOST_REQUESTS = 200
_MOST_POLICIES = 50


class NearMiss(NamedTuple):
    """One change: a message code with its values, and the decision it would lead to.

    `request` is the changed request, `ref` the statement to change; one of the two is None.
    """

    code: str
    values: Mapping[str, str]
    decision: Decision
    request: AccessRequest | None = None
    ref: StatementRef | None = None


class _Change(NamedTuple):
    """A change not yet tried; the smaller `size`, the earlier it is tried and told.

    `statement` is to be written as `parts`, or left out; None for a change of the request.
    """

    size: int
    code: str
    values: Mapping[str, str]
    request: AccessRequest
    statement: CompiledStatement | None = None
    parts: StatementParts | None = None

    def decision(self, stack: PolicyStack) -> Decision:
        """Returns what the decision would be."""
        if self.statement is None:
            return decide(stack, self.request)
        return decide_once(with_statement(stack, self.statement, self.parts), self.request)


def near_misses(stack: PolicyStack, request: AccessRequest, limit: int = 6) -> tuple[NearMiss, ...]:
    """Returns at most `limit` changes that turn the decision, those to the request first."""
    was_allowed = decide(stack, request).outcome == "allowed"
    found: list[NearMiss] = []
    for change in _changes(stack, request):
        decision = change.decision(stack)
        if _turns(decision, was_allowed):
            statement = change.statement
            found.append(
                NearMiss(
                    change.code,
                    change.values,
                    decision,
                    change.request if statement is None else None,
                    None if statement is None else statement.ref,
                )
            )
            if len(found) == limit:
                break
    return tuple(found)


def _turns(decision: Decision, was_allowed: bool) -> bool:
    if was_allowed:
        return decision.outcome in ("explicitDeny", "implicitDeny")
    return decision.outcome == "allowed"


def _changes(stack: PolicyStack, request: AccessRequest) -> Iterable[_Change]:
    """Returns the changes worth trying, smallest first, none twice, at most so many."""
    near = list(_near_statements(stack, request))
    told: set[tuple[object, ...]] = set()
    of_request = []
    for change in _request_changes(request, near):
        sign = change.code, *sorted(change.values.items())
        if sign not in told:
            told.add(sign)
            of_request.append(change)
    of_policies = sorted(_policy_changes(request, near), key=_size)
    return *sorted(of_request, key=_size)[:_MOST_REQUESTS], *of_policies[:_MOST_POLICIES]


def _size(change: _Change) -> int:
    return change.size


class _Near(NamedTuple):
    """A statement that applies, or would if one of its elements did: `failing` is that element."""

    statement: CompiledStatement
    failing: str
    condition: ConditionTest | None = None


def _near_statements(stack: PolicyStack, request: AccessRequest) -> Iterator[_Near]:
    course = find_course(stack, request, stack.treatment_of(request))
    for layer in course.asked:
        for statement in islice(layer.statements, _MOST_STATEMENTS):
            truths = list(_truths(statement, request, stack, named=layer.names_principals))
            failing = [near for near, truth in truths if truth is not True]
            if not failing:
                yield _Near(statement, "")
            elif len(failing) == 1:
                yield failing[0]


def _truths(
    statement: CompiledStatement, request: AccessRequest, stack: PolicyStack, *, named: bool
) -> Iterator[tuple[_Near, Truth]]:
    yield _Near(statement, "action"), statement.action.truth(request)
    if statement.resource is not None:
        yield _Near(statement, "resource"), statement.resource.truth(request)
    if named and statement.principal is not None:
        facts, has_boundary = stack.around
        truth = statement.principal.truth(request, facts, has_boundary=has_boundary)
        yield _Near(statement, "principal"), truth
    for condition in statement.conditions:
        yield _Near(statement, "condition", condition), condition.truth(request.context)


def _request_changes(request: AccessRequest, near: Iterable[_Near]) -> Iterator[_Change]:
    for one in near:
        if one.failing in ("", "condition"):
            conditions = (one.condition,) if one.condition else one.statement.conditions
            for condition in conditions:
                yield from _key_changes(request, condition)
        elif one.failing == "resource" and one.statement.resource is not None:
            for pattern in one.statement.resource.patterns:
                example = _example_of(pattern, request)
                if example is not None:
                    values = {"resource": example.resource}
                    yield _Change(4, "otherResource", values, example)
        elif one.failing == "action":
            for action in _literal_actions(one.statement):
                values = {"action": action}
                yield _Change(5, "otherAction", values, with_action(request, action))


def _literal_actions(statement: CompiledStatement) -> Iterator[str]:
    if not statement.action.negated:
        for pattern in statement.action.patterns:
            if not {"*", "?"} & set(pattern.text):
                yield pattern.text


def _example_of(pattern: ResourcePattern, request: AccessRequest) -> AccessRequest | None:
    """Returns the request for a resource the pattern covers, if one can be made."""
    filled = fill(pattern.parts, request.context)
    if not filled:
        return None
    text = "".join(part if isinstance(part, str) else "example" for part in filled)
    try:
        return with_resource(request, text)
    except RequestError:
        return None


def _key_changes(request: AccessRequest, condition: ConditionTest) -> Iterator[_Change]:
    key = condition.key
    present = request.context.values_of(key)
    size = 1 if present else 2
    for value in _values_to_try(condition, request):
        if present != (value,):
            values = {"key": key, "value": value}
            yield _Change(size, "setKey", values, with_key(request, key, value))
    if present:
        yield _Change(3, "dropKey", {"key": key}, with_key(request, key, None))


def _values_to_try(condition: ConditionTest, request: AccessRequest) -> Iterator[str]:
    """Yields values that may meet the condition, and values that may not."""
    operator = condition.operator
    if operator is None:
        return
    name = operator.base.name
    for value in condition.values:
        filled = fill(value.parts, request.context)
        if filled:
            yield from _values_near(name, "".join(one if isinstance(one, str) else "x" for one in filled))
    yield from _VALUES_BESIDE.get(name, ("something-else",))


# Values that most policies don't ask for, to see what a condition keeps out. Documentation addresses.
_VALUES_BESIDE: dict[str, tuple[str, ...]] = {
    "Bool": ("true", "false"),
    "IpAddress": ("192.0.2.1",),
    "ArnEquals": ("arn:aws:s3:::something-else",),
    "ArnLike": ("arn:aws:s3:::something-else",),
    "BinaryEquals": (),
}


def _values_near(operator: str, text: str) -> Iterator[str]:
    if operator.startswith("Numeric"):
        yield from _numbers_near(text)
    elif operator.startswith("Date"):
        yield from (text, "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
    elif operator == "IpAddress":
        yield text.partition("/")[0]
    elif operator != "Null":
        yield text


def _numbers_near(text: str) -> Iterator[str]:
    yield text
    if text.lstrip("+-").isdecimal() and len(text) < 20:
        yield str(int(text) - 1)
        yield str(int(text) + 1)


def _policy_changes(request: AccessRequest, near: Iterable[_Near]) -> Iterator[_Change]:
    for one in near:
        statement = one.statement
        if statement.source is None:
            continue
        parts = parts_of(statement.source)
        label = {"statement": statement.ref.label}
        if not one.failing:
            yield _Change(9, "dropStatement", label, request, statement)
        elif one.condition is not None:
            number = statement.conditions.index(one.condition)
            kept = (*parts.conditions[:number], *parts.conditions[number + 1 :])
            values = {**label, "operator": one.condition.operator_name, "key": one.condition.key}
            yield _Change(6, "dropCondition", values, request, statement, parts._replace(conditions=kept))
        else:
            more = _with_more(one.failing, parts, request)
            if more is not None:
                code, values, changed = more
                yield _Change(7, code, {**label, **values}, request, statement, changed)


def _with_more(
    element: str, parts: StatementParts, request: AccessRequest
) -> tuple[str, dict[str, str], StatementParts] | None:
    """Returns a statement with the request's own action, resource or caller put into it."""
    caller = request.principal
    if element == "action" and not parts.not_action:
        changed = parts._replace(actions=(*parts.actions, request.action))
        return "addAction", {"action": request.action}, changed
    if element == "resource" and not parts.not_resource:
        changed = parts._replace(resources=(*(parts.resources or ()), request.resource))
        return "addResource", {"resource": request.resource}, changed
    if element == "principal" and not parts.not_principal and caller.kind in _PRINCIPAL_KEYS:
        entry = _PRINCIPAL_KEYS[caller.kind], caller.text
        changed = parts._replace(principals=(*(parts.principals or ()), entry))
        return "addPrincipal", {"caller": caller.text}, changed
    return None


# Under which key of `Principal` a caller is named; nobody in particular can be.
_PRINCIPAL_KEYS = {
    "user": "AWS",
    "role": "AWS",
    "session": "AWS",
    "federatedUser": "AWS",
    "root": "AWS",
    "service": "Service",
    "provider": "Federated",
}
