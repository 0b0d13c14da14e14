"""Sids, and statements that grant more than they seem to."""

import re
from collections.abc import Iterable

from iam.policy.document import PolicyDocument, Statement
from iam.policy.findings import Finding
from iam.validation.limits import IAM_TYPES

_IAM_SID = re.compile(r"[A-Za-z0-9]*")
_GRANTING_TYPES = frozenset({"identity", "resource"})


def check_sids(document: PolicyDocument) -> Iterable[Finding]:
    """Yields findings for Sids with characters IAM refuses, and for those that stand twice."""
    if document.policy_type not in IAM_TYPES:
        return
    seen: set[str] = set()
    for statement in document.statements:
        sid = statement.sid
        if sid is None or not sid.text:
            continue
        if not _IAM_SID.fullmatch(sid.text):
            kept = re.sub(r"[^A-Za-z0-9]", "", sid.text)
            fix = f'"{kept}"' if kept else None
            yield Finding("sidCharacters", "error", sid.span, {"sid": sid.text}, fix)
        if sid.text in seen:
            yield Finding("sidRepeated", "error", sid.span, {"sid": sid.text})
        seen.add(sid.text)


def check_grants(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields warnings for an Allow that names what it leaves out, or that leaves out nothing."""
    if statement.effect != "Allow" or document.policy_type not in _GRANTING_TYPES:
        return
    resource = statement.resource
    if statement.action.negated:
        yield Finding("allowNotAction", "warning", statement.action.span)
    if resource is not None and resource.negated:
        yield Finding("allowNotResource", "warning", resource.span)
    if statement.conditions or resource is None or statement.action.negated or resource.negated:
        return
    if not any(value.text == "*" for value in resource.values):
        return
    for value in statement.action.values:
        if value.text in ("*", "*:*"):
            yield Finding("allowAll", "warning", value.span)
        elif value.text.lower() == "iam:passrole":
            yield Finding("passAnyRole", "warning", value.span)
