"""Condition keys: are there such, and do the statement's actions know them?"""

import difflib
from collections.abc import Iterable, Sequence

from iam.catalogue import is_service, suggest_service
from iam.catalogue.scopes import find_key, key_pattern, listed_keys
from iam.conditions import Operator
from iam.policy.document import ConditionEntry, Statement
from iam.policy.findings import Finding, Severity
from iam.validation.expansion import is_fully_known, keys_of

# Keys of a session that a service hands out: in every later request of that session, whatever the
# action (IAM User Guide, AWS global condition context keys, Cross-service condition keys).
_SESSION_KEYS = frozenset(
    """
    codebuild:buildarn codebuild:projectarn ec2:roledelivery ec2:sourceinstancearn
    glue:credentialissuingservice glue:roleassumedby identitystore:userid
    lambda:sourcefunctionarn ssm:sourceinstancearn
    """.split()
)

# Prefixes of keys that are no prefixes of services, and keys that no list of actions names.
_OTHER_PREFIXES = frozenset(
    {
        "aws-marketplace",
        "catalog",
        "cognito-identity-auth",
        "cognito-identity-unauth",
        "identitycenter",
        "saml",
    }
)


def is_foreign(key: str) -> bool:
    """Returns whether AWS's lists needn't hold a key: one of an identity provider, or of a session."""
    prefix = key.lower().partition(":")[0]
    return "." in prefix or "/" in prefix or prefix in _OTHER_PREFIXES or key.lower() in _SESSION_KEYS


def nearest_key(key: str) -> str | None:
    """Returns the key that was probably meant, or None."""
    prefix, colon, name = key.partition(":")
    if not colon:
        candidates: Sequence[str] = [one for one in listed_keys("aws") if one.lower() == f"aws:{key.lower()}"]
        return candidates[0] if candidates else None
    service = prefix.lower()
    if service != "aws" and not is_service(service):
        near = "aws" if service in ("aw", "awss", "asw") else suggest_service(service)
        moved = f"{near}:{name}"
        return moved if near and find_key(moved) else None
    by_lower = {one.lower(): one for one in listed_keys(service) if not one.endswith(("/", "}", ">"))}
    found = difflib.get_close_matches(key[:80].lower(), by_lower, n=1, cutoff=0.8)
    return by_lower[found[0]] if found else _nearest_family(key, service)


def _nearest_family(key: str, service: str) -> str | None:
    """Returns `aws:ResourceTag/Team` for `aws:ResourceTags/Team`."""
    family, slash, tag = key.partition("/")
    by_lower = {
        one.partition("/")[0].lower(): one.partition("/")[0] for one in listed_keys(service) if "/" in one
    }
    found = difflib.get_close_matches(family[:80].lower(), by_lower, n=1, cutoff=0.8)
    meant = f"{by_lower[found[0]]}/{tag}" if found and slash and tag else ""
    return meant if meant and find_key(meant) else None


def check_key(statement: Statement, entry: ConditionEntry, operator: Operator | None) -> Iterable[Finding]:
    """Yields findings for a key that doesn't exist, and for one that the actions don't know."""
    key = entry.key.text
    if find_key(key) is not None:
        yield from _check_place(statement, entry)
    elif ":" not in key:
        yield _shape(entry)
    elif find_key(f"{key.rstrip('/')}/tag") is not None:
        yield Finding("tagKeyMissing", "error", entry.key.span, {"key": key.rstrip("/")})
    elif not is_foreign(key):
        yield _unknown(statement, entry, operator)


def _shape(entry: ConditionEntry) -> Finding:
    meant = nearest_key(entry.key.text)
    fix = f'"{meant}"' if meant else None
    return Finding("conditionKeyShape", "error", entry.key.span, {"key": entry.key.text}, fix)


def _unknown(statement: Statement, entry: ConditionEntry, operator: Operator | None) -> Finding:
    key, meant = entry.key.text, nearest_key(entry.key.text)
    is_met = operator is not None and is_met_without_key(entry, operator)
    suffix = "Met" if is_met else ""
    values = {"key": key, "effect": statement.effect, "operator": entry.operator.text}
    if meant is None:
        # AWS adds keys now and then, so one that resembles no other may be new.
        return Finding(f"conditionKeyUnknown{suffix}", "warning", entry.key.span, values)
    values["suggestion"] = meant
    severity: Severity = "warning" if is_met else "error"
    return Finding(f"conditionKeyMisspelt{suffix}", severity, entry.key.span, values, f'"{meant}"')


def is_met_without_key(entry: ConditionEntry, operator: Operator) -> bool:
    """Returns whether a condition is met by a request that lacks its key."""
    if operator.base.tests_presence:
        return any(value.text.lower() == "true" for value in entry.values)
    if operator.quantifier == "ForAnyValue":
        return operator.if_exists
    return operator.is_negated or operator.if_exists or operator.quantifier == "ForAllValues"


def _check_place(statement: Statement, entry: ConditionEntry) -> Iterable[Finding]:
    key = entry.key.text.lower()
    service = key.partition(":")[0]
    is_everywhere = service == "aws" or service in _OTHER_PREFIXES or key in _SESSION_KEYS
    if is_everywhere or not is_service(service) or not is_fully_known(statement):
        return
    fact = find_key(key)
    pattern = key_pattern(fact.name) if fact else key
    if statement.action.values and not any(pattern in keys_of(one.text) for one in statement.action.values):
        yield Finding("conditionKeyMisplaced", "warning", entry.key.span, {"key": entry.key.text})
