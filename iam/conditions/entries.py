"""One condition, compiled: an operator, a key and the policy's values, tested against a context.

The rules are those of the IAM User Guide, Condition operators and Single-valued vs. multivalued
context keys. Where AWS's text is silent and the readings differ, the truth is None.
"""

from collections.abc import Collection
from functools import lru_cache
from operator import eq
from typing import Any, Literal, NamedTuple

from iam.conditions.registry import Operator, find_operator
from iam.patterns import Parts, Variable, cut, fill, variables_in, without_variables
from iam.request import RequestContext
from iam.ternary import Truth, all_of, any_of, negate

ValueState = Literal["matches", "differs", "malformed", "noValue", "undecided", "notCompared"]

_MALFORMED = object()
_NO_VALUE = object()


class ValueTest(NamedTuple):
    """A value of the policy. `fixed` is what it compiled to, unless it holds variables."""

    text: str
    operator: Operator
    parts: Parts
    fixed: Any

    def read(self, context: RequestContext) -> Any:
        """Returns what to compare with, or the marks for a malformed value or an absent variable."""
        if self.fixed is not None:
            return self.fixed
        filled = fill(self.parts, context)
        if filled is None:
            return _NO_VALUE
        compiled = self.operator.base.read_policy(filled)
        return _MALFORMED if compiled is None else compiled


class ConditionTest:
    """One key under one operator; `operator` is None if AWS has none of that name."""

    __slots__ = ("_key", "_wanted", "is_disputed", "key", "operator", "operator_name", "values")

    def __init__(
        self,
        operator_name: str,
        key: str,
        operator: Operator | None,
        values: tuple[ValueTest, ...],
        *,
        is_disputed: bool,
    ) -> None:
        self.operator_name = operator_name
        self.key = key
        self.operator = operator
        self.values = values
        self.is_disputed = is_disputed
        self._key = key.lower()
        self._wanted = _fixed_values(operator, values)

    def truth(self, context: RequestContext) -> Truth:
        """Returns whether the condition is met; None if that can't be known."""
        operator = self.operator
        if operator is None or self.is_disputed:
            return None
        present = self.request_values(context)
        if not present and operator.quantifier and (operator.quantifier == "ForAnyValue" or not self.values):
            given = self.given_values(context)
            truth = self._truth(operator, present, context)
            # That an empty text is no value, AWS says of ForAllValues with values only; here it may count as one.
            return truth if not given or self._truth(operator, given, context) == truth else None
        return self._truth(operator, present, context)

    def _truth(self, operator: Operator, present: tuple[str, ...], context: RequestContext) -> Truth:
        """Returns whether the condition is met by these values of the request."""
        if self._wanted is not None:
            return _truth(operator, self._wanted, present)
        if not self.values:
            return _truth_of_empty_list(operator, present)
        compiled = [value.read(context) for value in self.values]
        sound = [one for one in compiled if one is not _MALFORMED]
        if not sound:
            return False
        truth = _truth(operator, [one for one in sound if one is not _NO_VALUE], present)
        # A malformed value voids a statement; whether it does so beside sound ones, AWS doesn't say.
        return truth if len(sound) == len(compiled) or truth is False else None

    def fixed_texts(self) -> tuple[str, ...] | None:
        """Returns the values, if none of them needs the request to be read, else None."""
        return None if self._wanted is None else tuple(value.text for value in self.values)

    def given_values(self, context: RequestContext) -> tuple[str, ...]:
        """Returns the request's values of the key as they are."""
        return context.values_at(self._key)

    def request_values(self, context: RequestContext) -> tuple[str, ...]:
        """Returns the request's values as the operator sees them; empty if the key counts as absent."""
        values = context.values_at(self._key)
        # For set operators an empty text counts as no value at all.
        if self.operator is not None and self.operator.quantifier and not any(values):
            return ()
        return values

    def value_states(self, context: RequestContext) -> tuple[ValueState, ...]:
        """Returns for each value of the policy how it compares to the request's values."""
        return tuple(self._value_state(value, context) for value in self.values)

    def _value_state(self, value: ValueTest, context: RequestContext) -> ValueState:
        present = self.request_values(context)
        compiled = value.read(context)
        if compiled is _MALFORMED:
            return "malformed"
        if compiled is _NO_VALUE:
            return "noValue"
        base = value.operator.base
        if base.tests_presence:
            return "matches" if compiled is not bool(present) else "differs"
        readable = [one for one in map(base.read_request, present) if one is not None]
        if not readable:
            return "notCompared"
        truth = any_of(base.compare(compiled, one) for one in readable)
        return "undecided" if truth is None else "matches" if truth else "differs"

    def has_malformed_request_value(self, context: RequestContext) -> bool:
        """Returns whether a value of the request can't be read as this operator's kind of value."""
        if self.operator is None or self.operator.base.tests_presence:
            return False
        read = self.operator.base.read_request
        return any(read(value) is None for value in self.request_values(context))

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables in the values."""
        return tuple(variable for value in self.values for variable in variables_in(value.parts))


def _fixed_values(operator: Operator | None, values: tuple[ValueTest, ...]) -> Any:
    """Returns what to compare with if no request can change it, else None.

    A set where equality is all that counts, so that a long list costs no more than a short one.
    """
    compiled = [value.fixed for value in values]
    if operator is None or not compiled or any(one is None or one is _MALFORMED for one in compiled):
        return None
    return frozenset(compiled) if operator.base.compare is eq else tuple(compiled)


def _truth_of_empty_list(operator: Operator, present: tuple[str, ...]) -> Truth:
    # Guide, Access Analyzer policy check reference: met only by absence, and not even so if plain.
    return not present and (operator.if_exists or operator.quantifier == "ForAllValues")


def _truth(operator: Operator, policy_values: Collection[Any], present: tuple[str, ...]) -> Truth:
    if operator.base.tests_presence:
        return any(wanted is not bool(present) for wanted in policy_values)
    if not present:
        return _truth_of_absence(operator)
    if len(present) == 1:
        return _accepts(operator, policy_values, present[0])
    accepted = [_accepts(operator, policy_values, value) for value in present]
    if operator.quantifier == "ForAnyValue":
        return any_of(accepted)
    if operator.quantifier == "ForAllValues":
        return all_of(accepted)
    # Several values under a plain operator: AWS leaves open whether one or all have to fit.
    return accepted[0] if len(set(accepted)) == 1 else None


def _truth_of_absence(operator: Operator) -> bool:
    if operator.if_exists or operator.quantifier == "ForAllValues":
        return True
    return operator.quantifier is None and operator.is_negated


def _accepts(operator: Operator, policy_values: Collection[Any], text: str) -> Truth:
    base = operator.base
    value = base.read_request(text)
    if value is None:
        return False
    if isinstance(policy_values, frozenset):
        return (value in policy_values) is not operator.is_negated
    found = any_of(base.compare(wanted, value) for wanted in policy_values)
    return negate(found) if operator.is_negated else found


# Accounts write the same conditions again and again, so they share them.
@lru_cache(maxsize=1024)
def compile_condition(
    operator_name: str, key: str, texts: tuple[str, ...], *, variables: bool
) -> ConditionTest:
    """Returns the test of one condition entry; `variables` says whether `${...}` are variables."""
    operator = find_operator(operator_name)
    if operator is None:
        return ConditionTest(operator_name, key, None, (), is_disputed=False)
    is_disputed = (
        variables
        and operator.base.variables_are_disputed
        and any(variables_in(cut(text, variables=True)) for text in texts)
    )
    compiled = tuple([_compile_value(operator, text, variables) for text in texts])
    return ConditionTest(operator_name, key, operator, compiled, is_disputed=is_disputed)


def _compile_value(operator: Operator, text: str, variables: bool) -> ValueTest:
    base = operator.base
    parts = cut(text, variables=variables and base.takes_variables, wildcards=base.takes_wildcards)
    filled = without_variables(parts)
    if filled is None:
        return ValueTest(text, operator, parts, None)
    compiled = base.read_policy(filled)
    return ValueTest(text, operator, parts, _MALFORMED if compiled is None else compiled)
