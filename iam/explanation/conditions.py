"""Why a condition is met or not, value by value."""

from iam.conditions import ConditionTest, ValueState
from iam.explanation.reasons import Reason, State, state_of
from iam.policy.document import ConditionEntry
from iam.request import RequestContext

_VALUE_STATES: dict[ValueState, State] = {
    "matches": "matched",
    "differs": "notMatched",
    "malformed": "notMatched",
    "noValue": "notMatched",
    "undecided": "unknown",
    "notCompared": "notReached",
}


def explain_condition(
    entry: ConditionEntry, test: ConditionTest, context: RequestContext, policy: int
) -> Reason:
    """Returns the node of a condition entry with one child per value of the policy."""
    state = state_of(test.truth(context))
    present = test.request_values(context)
    values = {
        "operator": entry.operator.text,
        "key": entry.key.text,
        "wanted": ", ".join(value.text for value in entry.values),
        "present": ", ".join(present),
    }
    children = tuple(
        Reason(
            "value",
            _VALUE_STATES[found],
            f"value{found[0].upper()}{found[1:]}",
            {"wanted": value.text, "key": entry.key.text, "present": values["present"]},
            value.span,
            policy,
        )
        for value, found in zip(entry.values, test.value_states(context), strict=False)
    )
    code = _code(test, context, state)
    return Reason("condition", state, code, values, entry.span, policy, children=children)


def _code(test: ConditionTest, context: RequestContext, state: State) -> str:
    if state == "unknown":
        return _code_of_doubt(test, context)
    met = state == "matched"
    operator = test.operator
    if operator is not None and operator.base.tests_presence:
        absent = not test.request_values(context)
        return f"{'keyAbsent' if absent else 'keyPresent'}{'AsAsked' if met else 'NotAsked'}"
    if not test.values:
        return "emptyListMet" if met else "emptyListNotMet"
    states = test.value_states(context)
    if all(found == "malformed" for found in states):
        return "policyValueMalformed"
    if not test.request_values(context):
        return "keyMissingMet" if met else "keyMissing"
    if not met and test.has_malformed_request_value(context):
        return "requestValueMalformed"
    return "conditionMet" if met else "conditionNotMet"


def _code_of_doubt(test: ConditionTest, context: RequestContext) -> str:
    if test.operator is None:
        return "operatorUnknown"
    if test.is_disputed:
        return "variableDisputed"
    if test.operator.quantifier is None and len(test.request_values(context)) > 1:
        return "severalValuesPlain"
    return "conditionUndecided"
