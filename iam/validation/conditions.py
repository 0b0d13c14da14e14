"""Condition operators, keys and values."""

import difflib
from collections.abc import Iterable

from iam.catalogue import GLOBAL_KEYS, key_type
from iam.conditions import Operator, find_operator, suggest_operator
from iam.conditions.addresses import parse_range
from iam.patterns import cut, variables_in, without_variables
from iam.policy.document import ConditionEntry, PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.resources import check_variables

_LOWER_GLOBAL_KEYS = {key.lower(): key for key in GLOBAL_KEYS}
_MFA_KEY = "aws:multifactorauthpresent"


def check_conditions(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for the operators, keys and values of a statement's conditions."""
    seen: set[tuple[str, str]] = set()
    for entry in statement.conditions:
        place = (entry.operator.text, entry.key.text.lower())
        if place in seen:
            yield Finding("conditionKeyRepeated", "error", entry.key.span, {"key": entry.key.text})
        seen.add(place)
        yield from _check_key(entry)
        operator = find_operator(entry.operator.text)
        if operator is None:
            yield _unknown_operator(entry.operator)
            continue
        yield from _check_multiplicity(entry, operator)
        for value in entry.values:
            yield from _check_value(document, entry, operator, value)
        yield from _check_meaning(statement, entry, operator)


def _unknown_operator(operator: PolicyValue) -> Finding:
    meant = suggest_operator(operator.text)
    values = {"operator": operator.text}
    if meant is None:
        return Finding("operatorUnknown", "error", operator.span, values)
    return Finding("operatorMisspelt", "error", operator.span, {**values, "suggestion": meant}, f'"{meant}"')


def _check_key(entry: ConditionEntry) -> Iterable[Finding]:
    key = entry.key.text
    if ":" not in key:
        yield Finding("conditionKeyShape", "error", entry.key.span, {"key": key})
    elif key.lower().startswith("aws:") and key_type(key) is None:
        near = difflib.get_close_matches(key[:80].lower(), _LOWER_GLOBAL_KEYS, n=1, cutoff=0.8)
        if near:
            meant = _LOWER_GLOBAL_KEYS[near[0]]
            values = {"key": key, "suggestion": meant}
            yield Finding("conditionKeyMisspelt", "warning", entry.key.span, values, f'"{meant}"')
        else:
            yield Finding("conditionKeyUnknown", "warning", entry.key.span, {"key": key})


def _check_multiplicity(entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    kind = key_type(entry.key.text)
    if kind is None or operator.base.tests_presence:
        return
    values = {"key": entry.key.text, "operator": entry.operator.text}
    has_several = kind.startswith("ArrayOf")
    # Of service keys AWS's lists say String now and then where several values come.
    is_global = entry.key.text.lower().startswith("aws:")
    if operator.quantifier and not has_several and is_global:
        yield Finding("setOperatorOnSingle", "warning", entry.operator.span, values)
    elif has_several and not operator.quantifier:
        yield Finding("setOperatorMissing", "warning", entry.operator.span, values)


def _check_value(
    document: PolicyDocument, entry: ConditionEntry, operator: Operator, value: PolicyValue
) -> Iterable[Finding]:
    base = operator.base
    values = {"operator": entry.operator.text, "key": entry.key.text, "value": value.text}
    yield from check_variables(document, value)
    has_variables = bool(variables_in(cut(value.text, variables=document.has_variables)))
    if has_variables and base.variables_are_disputed:
        return
    if has_variables and not base.takes_variables:
        yield Finding("variableNotTaken", "error", value.span, values)
        return
    parts = without_variables(
        cut(value.text, variables=document.has_variables, wildcards=base.takes_wildcards)
    )
    if parts is not None and base.read_policy(parts) is None:
        yield Finding("conditionValueMalformed", "warning", value.span, values)
    elif base.name.startswith("StringEquals") and "*" in value.text.replace("${*}", ""):
        yield Finding("wildcardWithoutLike", "warning", value.span, values)


def _check_meaning(statement: Statement, entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    key, texts = entry.key.text.lower(), [value.text for value in entry.values]
    is_plain_bool = operator.base.name == "Bool" and not operator.if_exists
    if statement.effect == "Deny" and key == _MFA_KEY and is_plain_bool and texts == ["false"]:
        yield Finding("mfaDenyWithoutIfExists", "warning", entry.operator.span, {}, '"BoolIfExists"')
    if operator.base.name == "IpAddress" and key == "aws:sourceip":
        for value in entry.values:
            network = parse_range(value.text)
            # 0.0.0.0/0 and documentation ranges are no private networks in the sense of RFC 1918.
            if network is not None and network.prefixlen and _is_private(value.text):
                yield Finding("sourceIpPrivate", "warning", value.span, {"value": value.text})


def _is_private(text: str) -> bool:
    network = parse_range(text)
    return any(
        network is not None and network.version == private.version and network.subnet_of(private)  # type: ignore[arg-type]
        for private in map(parse_range, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
        if private is not None
    )
