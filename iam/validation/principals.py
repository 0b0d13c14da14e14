"""Principals AWS refuses (IAM User Guide, AWS JSON policy elements: Principal)."""

import re
from collections.abc import Iterable

from iam.arns import Arn, is_account_id, parse_arn
from iam.policy.document import PolicyDocument, PrincipalEntry, Statement
from iam.policy.findings import Finding

_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal)")
_LABEL = re.compile(r"[a-z0-9-]+")
_UNIQUE_ID = re.compile(r"(AIDA|AROA)[A-Z0-9]+")
_CANONICAL_ID = re.compile(r"[0-9a-f]{64}")
# Providers that need no ARN: Amazon Cognito, Login with Amazon, Facebook, Google.
BUILT_IN_PROVIDERS = frozenset(
    {"cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com", "accounts.google.com"}
)
_IAM_KINDS = re.compile(r"root|(user|role)/.+")
_STS_KINDS = re.compile(r"assumed-role/[^/]+/[^/]+|federated-user/.+")


def check_principals(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for principals AWS refuses, those that stand twice, and an Allow with NotPrincipal."""
    principal = statement.principal
    if principal is None:
        return
    if principal.negated and statement.effect == "Allow":
        yield Finding("allowNotPrincipal", "warning", principal.span)
    seen: set[tuple[str, str]] = set()
    for entry in principal.entries:
        place = (entry.kind, entry.value.text)
        if place in seen:
            yield Finding("principalRepeated", "warning", entry.value.span, {"principal": entry.value.text})
        else:
            yield from _check_entry(document, entry)
        seen.add(place)


def _check_entry(document: PolicyDocument, entry: PrincipalEntry) -> Iterable[Finding]:
    text = entry.value.text
    if "${" in text:
        yield _finding("variableInPrincipal", entry)
    elif entry.kind == "AWS" and text != "*":
        yield from _check_aws(entry)
    elif entry.kind == "Service" and not _SERVICE.fullmatch(text):
        yield _service(entry)
    elif entry.kind == "Federated":
        yield from _check_federated(document, entry)
    elif entry.kind == "CanonicalUser":
        if document.policy_type != "resource":
            yield _finding("principalCanonicalElsewhere", entry, type=document.policy_type)
        elif not _CANONICAL_ID.fullmatch(text):
            yield _finding("principalCanonical", entry)


def _finding(code: str, entry: PrincipalEntry, **values: str) -> Finding:
    return Finding(code, "error", entry.value.span, {"principal": entry.value.text, **values})


def _service(entry: PrincipalEntry) -> Finding:
    text = entry.value.text
    label = text.lower().partition(".")[0]
    values = {"principal": text}
    # `ec2` and `ec2.amazon.com` leave no doubt; longer names may have a Region or a second label.
    if _LABEL.fullmatch(label) and text.count(".") <= 2:
        suggestion = f"{label}.amazonaws.com"
        values["suggestion"] = suggestion
        return Finding("principalServiceMisspelt", "error", entry.value.span, values, f'"{suggestion}"')
    return Finding("principalService", "error", entry.value.span, values)


def _check_aws(entry: PrincipalEntry) -> Iterable[Finding]:
    text = entry.value.text
    if is_account_id(text) or _UNIQUE_ID.fullmatch(text):
        return
    arn = parse_arn(text)
    if _SERVICE.fullmatch(text):
        yield _finding("principalOtherKind", entry, kind="Service")
    elif text in BUILT_IN_PROVIDERS or (
        arn and arn.resource.startswith(("saml-provider/", "oidc-provider/"))
    ):
        yield _finding("principalOtherKind", entry, kind="Federated")
    elif "*" in text or "?" in text:
        yield _finding("principalWildcard", entry)
    elif text.isdigit():
        yield _finding("principalAccount", entry)
    elif arn is None:
        yield _finding("principalUnknown", entry)
    else:
        yield from _check_arn(entry, arn)


def _check_arn(entry: PrincipalEntry, arn: Arn) -> Iterable[Finding]:
    if arn.resource.startswith("group/"):
        yield _finding("principalGroup", entry)
    elif arn.service == "sts" and arn.resource.startswith("assumed-role/") and arn.resource.count("/") == 1:
        yield _finding("principalSession", entry)
    elif not _is_identity(arn):
        yield _finding("principalUnknown", entry)
    # CloudFront's origin access identities have the service in the account's place.
    elif not is_account_id(arn.account) and arn.account != "cloudfront":
        yield _finding("principalAccount", entry)


def _is_identity(arn: Arn) -> bool:
    kinds = {"iam": _IAM_KINDS, "sts": _STS_KINDS}.get(arn.service)
    return kinds is not None and arn.region == "" and kinds.fullmatch(arn.resource) is not None


def _check_federated(document: PolicyDocument, entry: PrincipalEntry) -> Iterable[Finding]:
    text = entry.value.text
    arn = parse_arn(text)
    is_provider = (
        arn is not None
        and arn.service == "iam"
        and is_account_id(arn.account)
        and arn.resource.startswith(("saml-provider/", "oidc-provider/"))
    )
    if not is_provider and text not in BUILT_IN_PROVIDERS:
        yield _finding("principalFederated", entry)
    elif document.policy_type in ("resource", "endpoint"):
        yield _finding("principalFederatedElsewhere", entry)
