"""Service and resource control policies (Organizations User Guide, SCP syntax, RCP syntax)."""

from collections.abc import Iterable

from iam.catalogue import is_service
from iam.catalogue.scopes import is_rcp_service
from iam.conditions import find_operator
from iam.policy.document import PolicyDocument, Statement
from iam.policy.findings import Finding

_CALLER_KEYS = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount"})
# Any of these shows that calls of AWS services were thought of.
_SERVICE_KEYS = frozenset(
    """
    aws:principalisawsservice aws:principalservicename aws:principalservicenameslist
    aws:sourceaccount aws:sourcearn aws:sourceorgid aws:sourceorgpaths
    """.split()
)


def check_control_policies(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for what SCPs and RCPs take less of than other policies."""
    if document.policy_type == "scp":
        yield from _check_scp(statement)
    elif document.policy_type == "rcp":
        yield from _check_rcp_actions(statement)
        yield from _check_callers(statement)


def _check_scp(statement: Statement) -> Iterable[Finding]:
    if statement.effect != "Allow" or statement.resource is None or statement.resource.negated:
        return
    for value in statement.resource.values:
        if value.text != "*":
            yield Finding("scpAllowResource", "warning", value.span, {"resource": value.text})


def _check_rcp_actions(statement: Statement) -> Iterable[Finding]:
    # Only AWS's own RCPFullAWSAccess allows, and it has `*`.
    if statement.action.negated or statement.effect == "Allow":
        return
    for value in statement.action.values:
        service = value.text.partition(":")[0]
        if value.text.strip("*") == "":
            yield Finding("rcpActionStar", "error", value.span)
        elif is_service(service) and not is_rcp_service(service):
            yield Finding("rcpService", "error", value.span, {"service": service, "action": value.text})


def _check_callers(statement: Statement) -> Iterable[Finding]:
    """An absent key meets a negated operator, and services have no organization."""
    keys = {entry.key.text.lower() for entry in statement.conditions}
    if statement.effect != "Deny" or keys & _SERVICE_KEYS:
        return
    for entry in statement.conditions:
        operator = find_operator(entry.operator.text)
        if entry.key.text.lower() in _CALLER_KEYS and operator is not None and operator.is_negated:
            yield Finding("rcpServicesDenied", "warning", entry.key.span, {"key": entry.key.text})
