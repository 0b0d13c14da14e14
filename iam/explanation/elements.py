"""Why an `Action` or `Resource` element matches or not, value by value."""

from iam.evaluation.elements import ActionPattern, ElementTest, ResourcePattern
from iam.evaluation.targets import Target
from iam.explanation.reasons import Element, Reason, state_of
from iam.patterns import compile_glob, cut, without_variables
from iam.policy.document import ValueList
from iam.ternary import any_of, negate

_FIELDS = ("prefix", "partition", "service", "region", "account")


def explain_element(
    element: Element, test: ElementTest, source: ValueList, target: Target, asked: str, policy: int
) -> Reason:
    """Returns the node of an element with one child per value; `asked` is the request's side."""
    children = tuple(_explain_pattern(pattern, target, policy) for pattern in test.patterns)
    found = any_of(pattern.truth(target) for pattern in test.patterns)
    truth = found if not test.negated else negate(found) if test.patterns else None
    state = state_of(truth)
    name = element.capitalize()
    code = f"{'not' + name if test.negated else element}{state[0].upper()}{state[1:]}"
    return Reason(element, state, code, {element: asked}, source.span, policy, children=children)


def _explain_pattern(pattern: ActionPattern | ResourcePattern, target: Target, policy: int) -> Reason:
    state = state_of(pattern.truth(target))
    values = {"pattern": pattern.value.text}
    if isinstance(pattern, ActionPattern):
        values["action"] = target.request.action
        code = _action_code(pattern, target)
    else:
        values["resource"] = target.resource
        code = _resource_code(pattern, target, values)
    return Reason("value", state, code, values, pattern.value.span, policy)


def _action_code(pattern: ActionPattern, target: Target) -> str:
    truth = pattern.truth(target)
    if truth is None:
        return "actionPatternDisputed"
    if truth:
        return "actionPatternIsAll" if pattern.value.text.strip("*") == "" else "actionPatternMatches"
    service = pattern.value.text.lower().partition(":")[0]
    if service != target.action.partition(":")[0] and not {"*", "?"} & set(service):
        return "actionPatternOtherService"
    return "actionPatternDiffers"


def _resource_code(pattern: ResourcePattern, target: Target, values: dict[str, str]) -> str:
    truth = pattern.truth(target)
    if truth:
        return "resourcePatternIsAll" if pattern.is_star else "resourcePatternMatches"
    if truth is None:
        return "resourcePatternDisputed"
    if target.matches_only_star:
        values["action"] = target.request.action
        return "resourcePatternNeedsStar"
    missing = [
        variable.key
        for variable in pattern.variables
        if variable.default is None and len(target.context.values_of(variable.key)) != 1
    ]
    if missing:
        values["key"] = missing[0]
        return "resourcePatternNoValue"
    return _code_of_difference(pattern, target, values)


def _code_of_difference(pattern: ResourcePattern, target: Target, values: dict[str, str]) -> str:
    if _differs_by_case_only(pattern.value.text, target.resource):
        return "resourcePatternCase"
    fields = target.fields or []
    for name, matches, asked in zip(_FIELDS, pattern.first_fields, fields, strict=False):
        if not matches(asked):
            values |= {"field": name, "asked": asked}
            return "resourcePatternField"
    return "resourcePatternDiffers"


def _differs_by_case_only(pattern: str, resource: str) -> bool:
    if pattern.islower() and resource.islower():
        return False
    parts = without_variables(cut(pattern.lower(), variables=False)) or ()
    return compile_glob(parts)(resource.lower())
