"""The type of a condition key against its operator, and one value against several.

Sources: IAM User Guide, Condition operators; Single-valued vs. multivalued context keys.
"""

import re
from collections.abc import Iterable

from iam.arns import parse_arn
from iam.catalogue.scopes import KeyFact, find_key
from iam.conditions import Operator, find_operator
from iam.policy.document import ConditionEntry, Statement
from iam.policy.findings import Finding

_FAMILY = re.compile(r"String|Numeric|Date|Bool|Binary|IpAddress|Arn|Null")
_FITTING = {"String": "String", "Numeric": "Numeric", "Date": "Date", "Bool": "Bool"} | {
    "ARN": "Arn",
    "IPAddress": "IpAddress",
}
# Of these keys AWS's lists say String although its own examples compare numbers and addresses.
_COUNTED = re.compile(r"Age|Days|Seconds|Size|Count|Number|Port|Packets|Cidr|Ip[A-Z]|Version")


def check_kind(statement: Statement, entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    """Yields a finding if the operator compares another kind of values than the key has."""
    fact = find_key(entry.key.text)
    if fact is None or operator.base.tests_presence:
        return
    kind = fact.kind.removeprefix("ArrayOf")
    family = _family(operator)
    if kind not in _FITTING or family == _FITTING[kind] or _is_tolerated(fact, family, kind, entry):
        return
    values = {"operator": entry.operator.text, "key": entry.key.text, "kind": kind}
    meant = _fitting_operator(operator, _FITTING[kind])
    if meant is None:
        yield Finding("operatorOfOtherKind", "warning", entry.operator.span, values)
    else:
        fix = f'"{meant}"' if _can_rename(statement, entry, meant) else None
        values["suggestion"] = meant
        yield Finding("operatorMisfit", "warning", entry.operator.span, values, fix)


def _family(operator: Operator) -> str:
    match = _FAMILY.match(operator.base.name)
    return match.group() if match else ""


def _is_tolerated(fact: KeyFact, family: str, kind: str, entry: ConditionEntry) -> bool:
    is_global = fact.name.startswith("aws:")
    texts = [value.text for value in entry.values]
    match kind, family:
        case "Date", "Numeric":
            return fact.name == "aws:EpochTime"
        case "ARN", "String":
            # Where the values are ARNs, text operators say nearly the same, and AWS's own examples use them.
            takes_wildcards = "Like" in entry.operator.text
            return all(_is_arn(text, takes_wildcards) or text.startswith("${") for text in texts)
        case "String", "Arn":
            return all(text.startswith(("arn:", "*", "${")) for text in texts)
        case "String", "Bool":
            return not is_global
        case _, "Binary":
            return True
        case "String", _:
            return not is_global and _COUNTED.search(fact.name.partition(":")[2]) is not None
    return False


def _is_arn(text: str, takes_wildcards: bool) -> bool:
    if takes_wildcards:
        return text.startswith(("arn:", "*"))
    return parse_arn(text) is not None and not {"*", "?"} & set(text)


def _fitting_operator(operator: Operator, family: str) -> str | None:
    """The operator of another family that says the same, or None."""
    core = operator.name.rpartition(":")[2].removesuffix("IfExists")
    ending = core.removeprefix(_family(operator)).removesuffix("IgnoreCase")
    is_negated = operator.is_negated
    if family == "IpAddress":
        core = "NotIpAddress" if is_negated else "IpAddress"
    elif family == "Bool":
        core = "" if is_negated else "Bool"
    elif "Than" in ending:
        core = f"{family}{ending}"
    else:
        is_like = "Like" in ending and family in ("Arn", "String")
        core = f"{family}{'Not' if is_negated else ''}{'Like' if is_like else 'Equals'}"
    prefix = f"{operator.quantifier}:" if operator.quantifier else ""
    meant = f"{prefix}{core}{'IfExists' if operator.if_exists else ''}"
    return meant if core and find_operator(meant) else None


def _can_rename(statement: Statement, entry: ConditionEntry, meant: str) -> bool:
    """Whether the operator holds this key alone, and no other block has the new name."""
    block = [one for one in statement.conditions if one.operator.span == entry.operator.span]
    return len(block) == 1 and all(one.operator.text != meant for one in statement.conditions)


def check_sets(statement: Statement, entry: ConditionEntry, operator: Operator) -> Iterable[Finding]:
    """Yields findings for set operators on single values, and for several values without one."""
    fact = find_key(entry.key.text)
    if operator.base.tests_presence or not entry.values:
        return
    values = {"key": entry.key.text, "operator": entry.operator.text}
    if fact is None:
        # The claims of an identity provider, whose prefix is a domain.
        is_claim = "." in entry.key.text and entry.key.text.endswith((":sub", ":aud"))
        if is_claim and operator.quantifier == "ForAllValues":
            yield _single(statement, entry, operator)
    elif not fact.kind.startswith("ArrayOf"):
        # Of service keys AWS's lists say String now and then where several values come.
        if operator.quantifier and fact.name.startswith("aws:"):
            yield _single(statement, entry, operator)
    elif operator.quantifier is None and not fact.name.startswith("events:"):
        # EventBridge's own guide writes its keys without.
        yield Finding("setOperatorMissing", "warning", entry.operator.span, values)
    elif _lets_missing_through(statement, entry, operator, fact):
        yield Finding("forAllValuesUnguarded", "warning", entry.operator.span, values)


def _single(statement: Statement, entry: ConditionEntry, operator: Operator) -> Finding:
    bare = operator.name.rpartition(":")[2]
    fix = f'"{bare}"' if _can_rename(statement, entry, bare) else None
    values = {"key": entry.key.text, "operator": entry.operator.text, "quantifier": operator.quantifier or ""}
    return Finding("setOperatorOnSingle", "warning", entry.operator.span, values, fix)


def _lets_missing_through(
    statement: Statement, entry: ConditionEntry, operator: Operator, fact: KeyFact
) -> bool:
    """Whether an Allow would also match requests without the key, which is seldom meant."""
    is_positive = operator.quantifier == "ForAllValues" and not operator.if_exists and not operator.is_negated
    # Whether the key of a service can be absent its actions decide; of global ones it is known.
    if statement.effect != "Allow" or not is_positive or not fact.name.startswith("aws:"):
        return False
    return not any(_needs_key(other, entry.key.text.lower()) for other in statement.conditions)


def _needs_key(entry: ConditionEntry, key: str) -> bool:
    """Whether a condition fails without the key, or without a tag where `key` lists the tags' names."""
    operator = find_operator(entry.operator.text)
    own = entry.key.text.lower()
    is_about_it = own == key or (key == "aws:tagkeys" and own.startswith("aws:requesttag/"))
    if operator is None or not is_about_it:
        return False
    if operator.base.tests_presence:
        return all(value.text.lower() == "false" for value in entry.values)
    return not (operator.if_exists or operator.is_negated or operator.quantifier == "ForAllValues")
