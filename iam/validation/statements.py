"""Sids, and statements that grant more than they seem to."""

import re
from collections.abc import Iterable

from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding, Severity
from iam.validation.globs import covers
from iam.validation.limits import IAM_TYPES

_IAM_SID = re.compile(r"[A-Za-z0-9]*")
_GRANTING_TYPES = frozenset({"identity", "resource"})
_EVERY_ROLE = re.compile(r"\*+|arn:[a-z*-]+:iam::([0-9]{12}|\*)?:(role/)?\*")


def check_sids(document: PolicyDocument) -> Iterable[Finding]:
    """Yields findings for Sids with characters IAM refuses, and for those that stand twice."""
    is_iam = document.policy_type in IAM_TYPES
    # S3 and others keep Sids that stand twice; IAM and Organizations refuse them.
    severity: Severity = "error" if is_iam or document.policy_type in ("scp", "rcp") else "warning"
    seen: set[str] = set()
    for statement in document.statements:
        sid = statement.sid
        if sid is None or not sid.text:
            continue
        if is_iam and not _IAM_SID.fullmatch(sid.text):
            kept = re.sub(r"[^A-Za-z0-9]", "", sid.text)
            fix = f'"{kept}"' if kept else None
            yield Finding("sidCharacters", "error", sid.span, {"sid": sid.text}, fix)
        if sid.text in seen:
            yield Finding("sidRepeated", severity, sid.span, {"sid": sid.text})
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
    for value in statement.action.values:
        yield from _check_breadth(value, [one.text for one in resource.values])


def _check_breadth(action: PolicyValue, resources: list[str]) -> Iterable[Finding]:
    text = action.text.lower()
    is_everywhere = "*" in resources
    if text in ("*", "*:*"):
        if is_everywhere:
            yield Finding("allowAll", "warning", action.span)
    elif text == "iam:*":
        if is_everywhere:
            yield Finding("allowAllOfIam", "warning", action.span, {"action": action.text})
    elif covers(text, "iam:passrole") and any(map(_EVERY_ROLE.fullmatch, resources)):
        yield Finding("passAnyRole", "warning", action.span, {"action": action.text})
