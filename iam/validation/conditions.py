"""Condition operators, keys and values: which checks run over each entry."""

from collections.abc import Iterable

from iam.conditions import Operator, find_operator, suggest_operator
from iam.policy.document import ConditionEntry, PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.keys import check_key
from iam.validation.kinds import check_kind, check_sets
from iam.validation.traps import check_traps
from iam.validation.values import check_value

# Each may be compared with all others; no statement AWS takes has as many.
_MOST_ENTRIES = 300


def check_conditions(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for the operators, keys and values of a statement's conditions."""
    seen: set[tuple[str, str]] = set()
    for entry in statement.conditions[:_MOST_ENTRIES]:
        place = (entry.operator.text, entry.key.text.lower())
        if place in seen:
            yield Finding("conditionKeyRepeated", "error", entry.key.span, {"key": entry.key.text})
        seen.add(place)
        operator = find_operator(entry.operator.text)
        yield from check_key(statement, entry, operator)
        if operator is not None:
            yield from _check_entry(document, statement, entry, operator)
    yield from _check_operators(statement)


def _check_entry(
    document: PolicyDocument, statement: Statement, entry: ConditionEntry, operator: Operator
) -> Iterable[Finding]:
    misfits = list(check_kind(statement, entry, operator))
    yield from misfits
    yield from check_sets(statement, entry, operator)
    # Values for the wrong operator would be called malformed once more.
    for value in () if misfits else entry.values:
        yield from check_value(document, entry, operator, value)
    yield from check_traps(statement, entry, operator)


def _check_operators(statement: Statement) -> Iterable[Finding]:
    places = {entry.operator.span: entry.operator for entry in statement.conditions}
    for operator in places.values():
        if find_operator(operator.text) is None:
            yield _unknown_operator(operator)


def _unknown_operator(operator: PolicyValue) -> Finding:
    meant = suggest_operator(operator.text)
    values = {"operator": operator.text}
    if meant is None:
        return Finding("operatorUnknown", "error", operator.span, values)
    return Finding("operatorMisspelt", "error", operator.span, {**values, "suggestion": meant}, f'"{meant}"')
