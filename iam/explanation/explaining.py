"""The complete tree of a decision: every statement is walked to the end, with no early exit."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from iam.evaluation.courses import Course, find_course
from iam.evaluation.deciding import IDENTITY_ONLY
from iam.evaluation.decision import Decision, Scope
from iam.evaluation.gaps import hold_back, identity_course
from iam.evaluation.layers import CompiledPolicy, Layer, Tally
from iam.evaluation.settling import settle
from iam.evaluation.stacks import PolicyStack
from iam.explanation.reasons import Explanation, Reason, State, truth_of
from iam.explanation.statements import StatementExplainer, keys_of
from iam.request import AccessRequest

_explainers: "WeakKeyDictionary[PolicyStack, _StackExplainer]" = WeakKeyDictionary()


def explain(stack: PolicyStack, request: AccessRequest, scope: Scope = IDENTITY_ONLY) -> Explanation:
    """Returns why `decide` answers as it does: the same decision with its complete tree."""
    explainer = _explainers.get(stack)
    if explainer is None:
        explainer = _explainers[stack] = _StackExplainer(stack)
    return explainer.explain(stack, request, scope)


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
        self._statements = {
            id(policy): tuple(StatementExplainer(statement, layer) for statement in policy.statements)
            for layer in stack.layers
            for policy in layer.policies
        }

    def explain(self, stack: PolicyStack, request: AccessRequest, scope: Scope) -> Explanation:
        """Returns the explanation of one request."""
        course = (
            identity_course(stack)
            if stack.is_identity_only
            else find_course(stack, request, stack.treatment_of(request))
        )
        walked = [
            [self._explain_policy(policy, request) for policy in layer.policies] for layer in course.asked
        ]
        tallies = tuple(_tally(layer, reasons) for layer, reasons in zip(course.asked, walked, strict=True))
        decision = settle(stack, request, course, tallies)
        if stack.is_identity_only:
            decision = hold_back(decision, stack, request, scope)
        nodes = {
            id(layer): _layer(layer, tally, reasons, course, decision)
            for layer, tally, reasons in zip(course.asked, tallies, walked, strict=True)
        }
        layers = (*_layers(stack, course, nodes, decision), *_unseen(scope))
        return Explanation(decision, layers, _missing(self._keys, request))

    def _explain_policy(self, policy: CompiledPolicy, request: AccessRequest) -> Reason:
        values = {"policy": policy.name or f"policy {policy.index + 1}"}
        span = policy.document.span if policy.document else None
        if policy.is_refused:
            return Reason("policy", "notReached", "policyRefused", values, span, policy.index)
        children = tuple([one.explain(request, self._around) for one in self._statements[id(policy)]])
        state = _any_state(children)
        code = {"matched": "policySpeaks", "unknown": "policyMaySpeak"}.get(state, "policySilent")
        return Reason("policy", state, code, values, span, policy.index, children=children)


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


def _unseen(scope: Scope) -> Iterable[Reason]:
    return (Reason("layer", "notReached", "layerNotEvaluated", {"layer": layer}) for layer in scope.layers)


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
