"""Principals (IAM User Guide, AWS JSON policy elements: Principal)."""

import re
from collections.abc import Iterable

from iam.arns import is_account_id, parse_arn
from iam.policy.document import PolicyDocument, PrincipalEntry, Statement
from iam.policy.findings import Finding

_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal)")
_UNIQUE_ID = re.compile(r"(AIDA|AROA)[A-Z0-9]+")
_IDENTITIES = ("user/", "role/", "assumed-role/", "federated-user/")


def check_principals(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for principals AWS refuses, and for an Allow to everybody."""
    if statement.principal is None:
        return
    for entry in statement.principal.entries:
        text = entry.value.text
        if entry.kind == "AWS" and text != "*":
            yield from _check_aws(entry)
        elif entry.kind == "Service" and not _SERVICE.fullmatch(text):
            yield Finding("principalService", "error", entry.value.span, {"principal": text})
    yield from _check_public(document, statement)


def _check_aws(entry: PrincipalEntry) -> Iterable[Finding]:
    text = entry.value.text
    if "*" in text or "?" in text:
        yield Finding("principalWildcard", "error", entry.value.span, {"principal": text})
        return
    if is_account_id(text) or _UNIQUE_ID.fullmatch(text):
        return
    arn = parse_arn(text)
    is_identity = arn is not None and (arn.resource == "root" or arn.resource.startswith(_IDENTITIES))
    if arn is None or arn.service not in ("iam", "sts") or not is_identity:
        yield Finding("principalUnknown", "error", entry.value.span, {"principal": text})


def _check_public(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    principal = statement.principal
    if document.policy_type not in ("resource", "trust") or principal is None or principal.negated:
        return
    if statement.effect == "Allow" and not statement.conditions:
        for entry in principal.entries:
            if entry.value.text == "*":
                yield Finding("principalEverybody", "warning", entry.value.span)
