"""Who is let in: everybody, and services that could be made to act for strangers.

Source: IAM User Guide, The confused deputy problem.
"""

from collections.abc import Iterable

from iam.policy.document import PolicyDocument, Statement
from iam.policy.findings import Finding

# Conditions on these say how or when, and nothing about who.
_NOT_WHO = frozenset({"aws:securetransport", "aws:currenttime", "aws:epochtime", "aws:requestedregion"})
_SOURCE_KEYS = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
# KMS names the resource a service acts for in keys of its own.
_KMS_KEYS = ("kms:encryptioncontext", "kms:viaservice", "kms:calleraccount", "kms:grant")
# Services whose own guides ask for these keys in the trust policy of their role. Others, such as EC2
# and Lambda, don't send them when they assume a role, so a condition would lock them out.
_GUARDED_TRUST = frozenset(
    """
    bedrock.amazonaws.com codebuild.amazonaws.com pipes.amazonaws.com scheduler.amazonaws.com
    ssm.amazonaws.com transfer.amazonaws.com vpc-flow-logs.amazonaws.com
    """.split()
)


def check_exposure(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields warnings for an Allow to everybody, and to a service on behalf of everybody."""
    principal = statement.principal
    if document.policy_type not in ("resource", "trust") or principal is None or principal.negated:
        return
    if statement.effect != "Allow":
        return
    keys = [entry.key.text.lower() for entry in statement.conditions]
    if all(key in _NOT_WHO for key in keys):
        for entry in principal.entries:
            if entry.value.text == "*" and entry.kind in ("*", "AWS"):
                yield Finding("principalEverybody", "warning", entry.value.span)
    if any(key.startswith((*_SOURCE_KEYS, *_KMS_KEYS)) for key in keys):
        return
    for entry in principal.entries:
        is_asked_for = document.policy_type == "resource" or entry.value.text in _GUARDED_TRUST
        if entry.kind == "Service" and entry.value.text.count(".") and is_asked_for:
            yield Finding("deputyUnguarded", "warning", entry.value.span, {"principal": entry.value.text})
