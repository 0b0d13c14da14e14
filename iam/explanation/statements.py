"""Why a statement applies or not: its elements, each with no early exit."""

from collections.abc import Iterable
from typing import NamedTuple

from iam.evaluation.elements import matches_only_star
from iam.evaluation.layers import Layer, Surroundings
from iam.evaluation.statements import CompiledStatement
from iam.explanation.conditions import ConditionExplainer
from iam.explanation.elements import ActionExplainer, Memory, PrincipalExplainer, ResourceExplainer
from iam.explanation.reasons import Reason, state_of, truth_of
from iam.policy.document import PolicyValue
from iam.policy.spans import Span
from iam.request import AccessRequest
from iam.ternary import all_of


def keys_of(statement: CompiledStatement) -> Iterable[str]:
    """Returns the keys a statement reads, from conditions and variables, in the order of the text."""
    if statement.resource is not None:
        for pattern in statement.resource.patterns:
            yield from (variable.key for variable in pattern.variables)
    for condition in statement.conditions:
        yield condition.key
        yield from (variable.key for variable in condition.variables)


class Services(NamedTuple):
    """The services a request names, in its action and in its resource."""

    action: str
    resource: str


def services_of(request: AccessRequest) -> Services | None:
    """Returns the services of a request, None where its resource can only be a star."""
    if request.fields is None or matches_only_star(request):
        return None
    return Services(request.service, request.fields[2])


class StatementExplainer:
    """Explains one statement, again and again, with nodes made once."""

    def __init__(self, statement: CompiledStatement, layer: Layer) -> None:
        self.statement = statement
        self._memory = Memory()
        self._principal = _principal(statement) if layer.names_principals else None
        self._action = _action(statement)
        self._resource = _resource(statement)
        self._conditions = _conditions(statement)
        self._services = _services_named(statement) if self._principal is None else None

    def is_settled_by(self, services: Services) -> bool:
        """Returns whether the statement's node is the same for all requests of these services.

        So it is where action and resource both name other services, in plain text, and nothing else counts.
        """
        if self._services is None:
            return False
        actions, resources = self._services
        return services.action not in actions and services.resource not in resources

    def explain(self, request: AccessRequest, around: Surroundings) -> Reason:
        """Returns the node of the statement with one child per element."""
        action = self._action.explain(request)
        resource = self._resource.explain(request) if self._resource is not None else None
        if self._principal is None and not self._conditions and resource is not None:
            # INVARIANT: a node remembered keeps its children alive, so equal ids are the same children.
            key = id(action), id(resource)
            return self._memory.get(key) or self._memory.keep(key, self._make((action, resource)))
        children = [] if self._principal is None else [self._principal.explain(request, around)]
        children += [action] if resource is None else [action, resource]
        children += [condition.explain(request) for condition in self._conditions]
        ids = tuple(map(id, children))
        return self._memory.get(ids) or self._memory.keep(ids, self._make(tuple(children)))

    def _make(self, children: tuple[Reason, ...]) -> Reason:
        ref = self.statement.ref
        state = state_of(all_of(truth_of(child.state) for child in children))
        effect = "Denies" if self.statement.is_deny else "Allows"
        codes = {"matched": f"statement{effect}", "unknown": f"statementMay{effect}"}
        values = {"statement": ref.label, "effect": ref.effect}
        failed = next((child for child in children if child.state == "notMatched"), None)
        if failed is not None:
            values["element"] = failed.values.get("key", failed.element)
        code = codes.get(state, "statementDiffers")
        return Reason("statement", state, code, values, ref.span, ref.policy, children=children)


def _services_named(statement: CompiledStatement) -> tuple[frozenset[str], frozenset[str]] | None:
    """Returns the services that actions and resources name, None if they don't settle what is matched."""
    resource = statement.resource
    if resource is None or resource.negated or statement.action.negated or statement.conditions:
        return None
    actions = {pattern.text.lower().partition(":")[0] for pattern in statement.action.patterns}
    if any("*" in service or "?" in service for service in actions):
        return None
    resources = {pattern.beginning.split(":")[2] for pattern in resource.patterns if pattern.beginning}
    is_plain = all(pattern.beginning is not None for pattern in resource.patterns)
    return (frozenset(actions), frozenset(resources)) if is_plain else None


def _spans(values: Iterable[PolicyValue] | None, count: int) -> tuple[Span | None, ...]:
    return (None,) * count if values is None else tuple(value.span for value in values)


def _principal(statement: CompiledStatement) -> PrincipalExplainer | None:
    test, source = statement.principal, statement.source
    if test is None:
        return None
    element = source.principal if source else None
    spans = _spans([entry.value for entry in element.entries] if element else None, len(test.patterns))
    return PrincipalExplainer(test, spans, element.span if element else None, statement.ref.policy)


def _action(statement: CompiledStatement) -> ActionExplainer:
    test, source = statement.action, statement.source
    spans = _spans(source.action.values if source else None, len(test.patterns))
    return ActionExplainer(test, spans, source.action.span if source else None, statement.ref.policy)


def _resource(statement: CompiledStatement) -> ResourceExplainer | None:
    test = statement.resource
    if test is None:
        return None
    element = statement.source.resource if statement.source else None
    spans = _spans(element.values if element else None, len(test.patterns))
    return ResourceExplainer(test, spans, element.span if element else None, statement.ref.policy)


def _conditions(statement: CompiledStatement) -> tuple[ConditionExplainer, ...]:
    source = statement.source
    entries = source.conditions if source else (None,) * len(statement.conditions)
    return tuple(
        ConditionExplainer(
            test,
            _spans(entry.values if entry else None, len(test.values)),
            entry.span if entry else None,
            statement.ref.policy,
        )
        for entry, test in zip(entries, statement.conditions, strict=True)
    )
