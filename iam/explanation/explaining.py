"""The complete tree of a decision: every statement is walked to the end, with no early exit."""

from collections.abc import Iterable

from iam.conditions import ConditionTest
from iam.evaluation.compiling import CompiledPolicy, CompiledPolicySet, CompiledStatement
from iam.evaluation.deciding import IDENTITY_ONLY
from iam.evaluation.decision import Decision, Scope, StatementRef
from iam.evaluation.elements import ElementTest
from iam.evaluation.gaps import find_gaps
from iam.evaluation.settling import Tally, settle
from iam.evaluation.targets import Target
from iam.explanation.conditions import explain_condition
from iam.explanation.elements import explain_element
from iam.explanation.reasons import Explanation, Reason, State, state_of, truth_of
from iam.policy.document import ConditionEntry
from iam.request import AccessRequest
from iam.ternary import all_of


def explain(policies: CompiledPolicySet, request: AccessRequest, scope: Scope = IDENTITY_ONLY) -> Explanation:
    """Returns why `decide` answers as it does: the same decision with its complete tree."""
    target = Target(request)
    walked = {policy.index: _explain_policy(policy, target) for policy in policies.policies}
    decision = settle(_tally(policies, walked), find_gaps(policies, request, scope), target)
    marked = tuple(_mark(walked[policy.index], policy, decision) for policy in policies.policies)
    identity = Reason(
        "layer", _any_state(marked), _layer_code(marked), {"layer": "identity"}, children=marked
    )
    others = tuple(
        Reason("layer", "notReached", "layerNotEvaluated", {"layer": layer}) for layer in scope.layers
    )
    return Explanation(decision, (identity, *others), missing_keys(policies, request))


def _tally(policies: CompiledPolicySet, walked: dict[int, Reason]) -> Tally:
    tally = Tally()
    for policy in policies.policies:
        # A refused policy has neither compiled statements nor children.
        for statement, reason in zip(policy.statements, walked[policy.index].children, strict=True):
            tally.add(statement, truth_of(reason.state))
    return tally


def _explain_policy(policy: CompiledPolicy, target: Target) -> Reason:
    values = {"policy": policy.name or f"policy {policy.index + 1}"}
    span = policy.document.span
    if policy.document.is_refused:
        return Reason("policy", "notReached", "policyRefused", values, span, policy.index)
    children = tuple(_explain_statement(one, target, policy.index) for one in policy.statements)
    state: State = _any_state(children)
    code = {"matched": "policySpeaks", "unknown": "policyMaySpeak"}.get(state, "policySilent")
    return Reason("policy", state, code, values, span, policy.index, children=children)


def _explain_statement(statement: CompiledStatement, target: Target, policy: int) -> Reason:
    children = tuple(_explain_parts(statement, target, policy))
    state = state_of(all_of(truth_of(child.state) for child in children))
    effect = "Denies" if statement.is_deny else "Allows"
    codes = {"matched": f"statement{effect}", "unknown": f"statementMay{effect}"}
    values = {"statement": label_of(statement.ref), "effect": statement.ref.effect}
    failed = next((child for child in children if child.state == "notMatched"), None)
    if failed is not None:
        values["element"] = failed.values.get("key", failed.element)
    code = codes.get(state, "statementDiffers")
    return Reason("statement", state, code, values, statement.ref.span, policy, children=children)


def _explain_parts(statement: CompiledStatement, target: Target, policy: int) -> Iterable[Reason]:
    source = statement.source
    action = target.request.action
    yield explain_element("action", statement.action, source.action, target, action, policy)
    if statement.resource is not None and source.resource is not None:
        yield explain_element(
            "resource", statement.resource, source.resource, target, target.resource, policy
        )
    for entry, test in statement.conditions:
        yield explain_condition(entry, test, target.context, policy)


def label_of(ref: StatementRef) -> str:
    """Returns what people call a statement: its Sid, else its place counted from 1."""
    return ref.sid or f"statement {ref.statement + 1}"


def _any_state(children: Iterable[Reason]) -> State:
    states = {child.state for child in children}
    return "matched" if "matched" in states else "unknown" if "unknown" in states else "notMatched"


def _layer_code(policies: tuple[Reason, ...]) -> str:
    if not policies:
        return "layerEmpty"
    state = _any_state(policies)
    return {"matched": "layerSpeaks", "unknown": "layerMaySpeak"}.get(state, "layerSilent")


def _mark(reason: Reason, policy: CompiledPolicy, decision: Decision) -> Reason:
    """Marks the statements that settle the decision."""
    deciding = {ref.statement for ref in decision.deciding if ref.policy == policy.index}
    if not deciding:
        return reason
    children = tuple(
        child.marked() if statement.ref.statement in deciding else child
        for statement, child in zip(policy.statements, reason.children, strict=True)
    )
    return reason.with_children(children)


def missing_keys(policies: CompiledPolicySet, request: AccessRequest) -> tuple[str, ...]:
    """Returns the keys that conditions and variables ask for and the request lacks, each once."""
    found: dict[str, str] = {}
    for policy in policies.policies:
        for statement in policy.statements:
            for key in keys_of(statement):
                if not request.context.values_of(key):
                    found.setdefault(key.lower(), key)
    return tuple(found.values())


def keys_of(statement: CompiledStatement) -> Iterable[str]:
    """Returns the keys a statement reads, from conditions and variables, in the order of the text."""
    if statement.resource is not None:
        yield from _variables_of(statement.resource)
    for entry, test in statement.conditions:
        yield from _keys_of_condition(entry, test)


def _variables_of(element: ElementTest) -> Iterable[str]:
    for pattern in element.patterns:
        yield from (variable.key for variable in pattern.variables)


def _keys_of_condition(entry: ConditionEntry, test: ConditionTest) -> Iterable[str]:
    yield entry.key.text
    yield from (variable.key for variable in test.variables)
