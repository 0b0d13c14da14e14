"""Conditions that are well written and still don't do what whoever wrote them had in mind.

Source: IAM User Guide, AWS global condition context keys; Condition operators.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from iam.conditions import Operator, find_operator
from iam.conditions.addresses import Network, parse_range
from iam.policy.document import ConditionEntry, Statement
from iam.policy.findings import Finding

_MFA_KEY = "aws:multifactorauthpresent"
_PRIVATE_RANGES = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
# Private addresses repeat from one VPC to the next, so they say little without the VPC.
_VPC_ADDRESSES: Mapping[str, frozenset[str]] = {
    "aws:vpcsourceip": frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"}),
    "aws:ec2instancesourceprivateipv4": frozenset({"aws:ec2instancesourcevpc"}),
}


def check_traps(statement: Statement, entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    """Yields warnings for what MFA keys, addresses and Null are known to be mistaken for."""
    key = entry.key.text.lower()
    if key == _MFA_KEY:
        yield from _check_mfa(statement, entry, operator)
    if operator.base.name == "IpAddress" and key == "aws:sourceip":
        yield from _check_addresses(entry)
    if partners := _VPC_ADDRESSES.get(key):
        present = {one.key.text.lower() for one in statement.conditions}
        if statement.effect == "Allow" and not operator.is_negated and not partners & present:
            yield Finding("vpcKeyMissing", "warning", entry.key.span, {"key": entry.key.text})
    if operator.base.name in ("Bool", "Null"):
        yield from _check_booleans(entry)
    if operator.base.tests_presence:
        yield from _check_absence(statement, entry)


def _check_mfa(statement: Statement, entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    texts = [value.text.lower() for value in entry.values]
    form = (statement.effect, operator.name, *texts)
    if form == ("Deny", "Bool", "false"):
        yield Finding(
            "mfaDenyWithoutIfExists", "warning", entry.operator.span, {}, _renamed(statement, entry)
        )
    elif form == ("Allow", "BoolIfExists", "true"):
        yield Finding("mfaAllowIfExists", "warning", entry.operator.span, {}, _renamed(statement, entry))
    elif form == ("Allow", "Null", "false"):
        others = (
            one for one in statement.conditions if one.key.text.lower() == _MFA_KEY and one is not entry
        )
        if not any(others):
            yield Finding("mfaOnlyPresent", "warning", entry.operator.span)


def _renamed(statement: Statement, entry: ConditionEntry) -> str | None:
    """The other of Bool and BoolIfExists, if the operator holds this key alone."""
    meant = "Bool" if entry.operator.text == "BoolIfExists" else "BoolIfExists"
    block = [one for one in statement.conditions if one.operator.span == entry.operator.span]
    is_free = all(one.operator.text != meant for one in statement.conditions)
    return f'"{meant}"' if len(block) == 1 and is_free else None


def _check_addresses(entry: ConditionEntry) -> Iterable[Finding]:
    for value in entry.values:
        network = parse_range(value.text)
        if network is None:
            continue
        if network.prefixlen == 0:
            yield Finding("sourceIpEverything", "warning", value.span, {"value": value.text})
        elif any(_is_within(network, private) for private in _private_networks()):
            yield Finding("sourceIpPrivate", "warning", value.span, {"value": value.text})


@cache
def _private_networks() -> tuple[Network, ...]:
    return tuple(network for network in map(parse_range, _PRIVATE_RANGES) if network)


def _is_within(network: Network, private: Network) -> bool:
    return network.version == private.version and network.subnet_of(private)  # type: ignore[arg-type] # versions agree


def _check_booleans(entry: ConditionEntry) -> Iterable[Finding]:
    texts = {value.text.lower() for value in entry.values}
    if {"true", "false"} <= texts:
        values = {"operator": entry.operator.text, "key": entry.key.text}
        yield Finding("booleanBoth", "warning", entry.values[-1].span, values)


def _check_absence(statement: Statement, entry: ConditionEntry) -> Iterable[Finding]:
    """A key can't be absent and have a value: the statement then never matches."""
    if [value.text.lower() for value in entry.values] != ["true"]:
        return
    key = entry.key.text.lower()
    for other in statement.conditions:
        operator = find_operator(other.operator.text) if other.key.text.lower() == key else None
        if operator is None or operator.base.tests_presence:
            continue
        is_lenient = operator.if_exists or operator.is_negated or operator.quantifier == "ForAllValues"
        if not is_lenient:
            values = {"key": entry.key.text, "operator": other.operator.text}
            yield Finding("nullContradicts", "error", entry.operator.span, values)
            return
