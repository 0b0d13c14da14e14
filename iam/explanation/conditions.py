"""Why a condition is met or not, value by value."""

from collections.abc import Mapping

from iam.conditions import ConditionTest, ValueState
from iam.explanation.elements import Memory
from iam.explanation.reasons import Reason, State, state_of
from iam.policy.spans import Span
from iam.request import AccessRequest, RequestContext
from iam.ternary import Truth

_VALUE_STATES: dict[ValueState, State] = {
    "matches": "matched",
    "differs": "notMatched",
    "malformed": "notMatched",
    "noValue": "notMatched",
    "undecided": "unknown",
    "notCompared": "notReached",
}


class ConditionExplainer:
    """One condition entry of one statement."""

    def __init__(
        self, test: ConditionTest, spans: tuple[Span | None, ...], span: Span | None, policy: int
    ) -> None:
        self._test = test
        self._spans = spans
        self._span = span
        self._policy = policy
        self._memory = Memory()
        self._has_variables = bool(test.variables)
        self._texts = tuple(value.text for value in test.values)
        self._values: Mapping[str, str] = {
            "operator": test.operator_name,
            "key": test.key,
            "wanted": ", ".join(self._texts),
        }

    def explain(self, request: AccessRequest) -> Reason:
        """Returns the node of the condition with one child per value of the policy."""
        if self._has_variables:
            return self._explain_anew(request.context)
        # Without variables, the values of its key are all a condition depends on.
        given = self._test.given_values(request.context)
        return self._memory.get(given) or self._memory.keep(given, self._explain_anew(request.context))

    def _explain_anew(self, context: RequestContext) -> Reason:
        truth = self._test.truth(context)
        states = self._test.value_states(context)
        return self._make(_code(self._test, context, truth, states), truth, states)

    def _make(self, code: str, truth: Truth, states: tuple[ValueState, ...]) -> Reason:
        children = tuple(
            Reason(
                "value",
                _VALUE_STATES[found],
                f"value{found[0].upper()}{found[1:]}",
                {"wanted": text, "key": self._test.key},
                span,
                self._policy,
            )
            for text, span, found in zip(self._texts, self._spans, states, strict=False)
        )
        state = state_of(truth)
        return Reason("condition", state, code, self._values, self._span, self._policy, children=children)


def _code(test: ConditionTest, context: RequestContext, truth: Truth, states: tuple[ValueState, ...]) -> str:
    if truth is None:
        return _code_of_doubt(test, context)
    operator = test.operator
    if operator is not None and operator.base.tests_presence:
        absent = not test.request_values(context)
        return f"{'keyAbsent' if absent else 'keyPresent'}{'AsAsked' if truth else 'NotAsked'}"
    if not test.values:
        return "emptyListMet" if truth else "emptyListNotMet"
    if all(found == "malformed" for found in states):
        return "policyValueMalformed"
    if not test.request_values(context):
        return "keyMissingMet" if truth else "keyMissing"
    if not truth and test.has_malformed_request_value(context):
        return "requestValueMalformed"
    return "conditionMet" if truth else "conditionNotMet"


def _code_of_doubt(test: ConditionTest, context: RequestContext) -> str:
    if test.operator is None:
        return "operatorUnknown"
    if test.is_disputed:
        return "variableDisputed"
    if test.operator.quantifier is None and len(test.request_values(context)) > 1:
        return "severalValuesPlain"
    return "conditionUndecided"
