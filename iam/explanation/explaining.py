"""The complete tree of a decision: every statement is walked to the end, with no early exit."""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from iam.evaluation.courses import Course, find_course
from iam.evaluation.decision import Decision
from iam.evaluation.layers import CompiledPolicy, Layer, Surroundings, Tally
from iam.evaluation.settling import settle
from iam.evaluation.stacks import PolicyStack
from iam.explanation.reasons import Explanation, Reason, State, truth_of
from iam.explanation.statements import Services, StatementExplainer, keys_of, services_of
from iam.request import AccessRequest

# There are some 450 services; an account meets few of them.
_MOST_PLANS = 64

_explainers: "WeakKeyDictionary[PolicyStack, _StackExplainer]" = WeakKeyDictionary()


def explain(stack: PolicyStack, request: AccessRequest) -> Explanation:
    """Returns why `decide` answers as it does: the same decision with its complete tree."""
    explainer = _explainers.get(stack)
    if explainer is None:
        explainer = _explainers[stack] = _StackExplainer(stack)
    return explainer.explain(stack, request)


def missing_keys(stack: PolicyStack, request: AccessRequest) -> tuple[str, ...]:
    """Returns the keys that conditions and variables ask for and the request lacks, each once."""
    return _missing(_keys_read(stack), request)


def _keys_read(stack: PolicyStack) -> dict[str, str]:
    found: dict[str, str] = {}
    for policy in stack.policies:
        for statement in policy.statements:
            for key in keys_of(statement):
                found.setdefault(key.lower(), key)
    return found


def _missing(keys: dict[str, str], request: AccessRequest) -> tuple[str, ...]:
    context = request.context
    return tuple(name for key, name in keys.items() if not context.values_at(key))


class _StackExplainer:
    """The explainers of all statements of a stack, made when the stack is first explained."""

    def __init__(self, stack: PolicyStack) -> None:
        # The stack itself is not kept: it is the key this object is found by.
        self._around = stack.around
        self._keys = _keys_read(stack)
        self._policies = {
            id(policy): _PolicyExplainer(policy, layer) for layer in stack.layers for policy in layer.policies
        }

    def explain(self, stack: PolicyStack, request: AccessRequest) -> Explanation:
        """Returns the explanation of one request."""
        course = find_course(stack, request, stack.treatment_of(request))
        services = services_of(request)
        walked = [
            [self._policies[id(policy)].explain(request, self._around, services) for policy in layer.policies]
            for layer in course.asked
        ]
        tallies = tuple(_tally(layer, reasons) for layer, reasons in zip(course.asked, walked, strict=True))
        decision = settle(stack, request, course, tallies)
        nodes = {
            id(layer): _layer(layer, tally, reasons, course, decision)
            for layer, tally, reasons in zip(course.asked, tallies, walked, strict=True)
        }
        layers = tuple(_layers(stack, course, nodes, decision))
        return Explanation(decision, layers, _missing(self._keys, request))


class _PolicyExplainer:
    """Explains one policy. What statements of other services come to is found out once per service."""

    def __init__(self, policy: CompiledPolicy, layer: Layer) -> None:
        self._policy = policy
        self._values = {"policy": policy.name or f"policy {policy.index + 1}"}
        self._span = policy.document.span if policy.document else None
        self._statements = tuple(StatementExplainer(statement, layer) for statement in policy.statements)
        self._plans: dict[Services | None, _Plan] = {}

    def explain(self, request: AccessRequest, around: Surroundings, services: Services | None) -> Reason:
        """Returns the node of the policy with one child per statement."""
        if self._policy.is_refused:
            return self._node("notReached", "policyRefused", ())
        plan = self._plans.get(services) or self._make_plan(request, around, services)
        children = plan.nodes.copy()
        for number in plan.asked:
            children[number] = self._statements[number].explain(request, around)
        state = _any_state([children[number] for number in plan.asked])
        code = {"matched": "policySpeaks", "unknown": "policyMaySpeak"}.get(state, "policySilent")
        return self._node(state, code, tuple(children))

    def _make_plan(self, request: AccessRequest, around: Surroundings, services: Services | None) -> "_Plan":
        nodes = [statement.explain(request, around) for statement in self._statements]
        asked = tuple(
            number
            for number, statement in enumerate(self._statements)
            if services is None or not statement.is_settled_by(services)
        )
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        plan = self._plans[services] = _Plan(nodes, asked)
        return plan

    def _node(self, state: State, code: str, children: tuple[Reason, ...]) -> Reason:
        return Reason("policy", state, code, self._values, self._span, self._policy.index, children=children)


class _Plan(NamedTuple):
    """How a policy is explained to requests of the same services.

    `asked` are the numbers of the statements to be asked each time; the nodes of the others stay.
    """

    nodes: list[Reason]
    asked: tuple[int, ...]


def _tally(layer: Layer, policies: Iterable[Reason]) -> Tally:
    tally = Tally(is_refused=layer.is_refused)
    for policy, reason in zip(layer.policies, policies, strict=True):
        # A refused policy has neither compiled statements nor children.
        for statement, node in zip(policy.statements, reason.children, strict=True):
            if node.state != "notMatched":
                tally.add(statement, truth_of(node.state))
    return tally


def _any_state(children: Iterable[Reason]) -> State:
    states = {child.state for child in children}
    return "matched" if "matched" in states else "unknown" if "unknown" in states else "notMatched"


def _layers(
    stack: PolicyStack, course: Course, nodes: dict[int, Reason], decision: Decision
) -> Iterable[Reason]:
    """Yields all layers in AWS's order, and what the service adds."""
    left_out = {id(layer): reason for layer, reason in course.left_out}
    if course.treatment.reason:
        state: State = "notMatched" if decision.outcome == "implicitDeny" else "matched"
        state = "unknown" if course.treatment.doubt else state
        decides = decision.layer == "service"
        yield Reason("layer", state, course.treatment.reason, {"layer": "service"}, decides=decides)
    for layer in stack.layers:
        if id(layer) in nodes:
            yield nodes[id(layer)]
        elif id(layer) in left_out:
            values = {"layer": layer.kind, "level": layer.level}
            yield Reason("layer", "notReached", left_out[id(layer)], values)
    if stack.resource is None and course.needs_resource_policy and course.treatment.answer is None:
        name = course.treatment.resource_layer
        yield Reason("layer", "notMatched", "layerAbsent", {"layer": name}, decides=decision.layer == name)


def _layer(layer: Layer, tally: Tally, reasons: list[Reason], course: Course, decision: Decision) -> Reason:
    name = course.treatment.resource_layer if layer.kind == "resource" else layer.kind
    children = tuple(
        _mark(reason, policy, decision) for reason, policy in zip(reasons, layer.policies, strict=True)
    )
    return Reason(
        "layer",
        _any_state(children),
        _layer_code(layer, tally),
        {"layer": name, "level": layer.level},
        decides=decision.layer == name and decision.level == layer.level,
        children=children,
    )


def _layer_code(layer: Layer, tally: Tally) -> str:
    if not layer.policies:
        return "layerEmpty"
    if tally.deny:
        return "layerDenies"
    if tally.deny is None:
        return "layerMayDeny"
    return "layerAllows" if tally.allow else "layerMayAllow" if tally.allow is None else "layerSilent"


def _mark(reason: Reason, policy: CompiledPolicy, decision: Decision) -> Reason:
    """Marks the statements that settle the decision."""
    deciding = {ref.statement for ref in decision.deciding if ref.policy == policy.index}
    if not deciding:
        return reason
    children = tuple(
        child._replace(decides=True) if statement.ref.statement in deciding else child
        for statement, child in zip(policy.statements, reason.children, strict=True)
    )
    return reason._replace(children=children)
