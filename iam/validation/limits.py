"""Characters and sizes (IAM User Guide, IAM and AWS STS quotas; Quotas for AWS Organizations)."""

import re
from collections.abc import Iterable

from iam.policy.document import PolicyDocument, PolicyType
from iam.policy.findings import Finding
from iam.policy.spans import LineIndex

_FOREIGN = re.compile(r"[^\t\n\r\u0020-\u00ff]")
_BLANKS = re.compile(r"[ \t\r\n]")

# The largest that AWS takes after any raise, and the size from which only some places take it.
_LIMITS: dict[PolicyType, tuple[int, int]] = {
    "identity": (10_240, 6_144),
    "boundary": (6_144, 6_144),
    "session": (2_048, 2_048),
    "trust": (8_192, 2_048),
    "scp": (10_240, 10_240),
    "rcp": (5_120, 5_120),
}
# Without the console, Organizations counts white space too.
_COUNTED_WITH_BLANKS = frozenset({"scp", "rcp"})
# Bucket and key policies (Amazon S3 User Guide, bucket policies; KMS Developer Guide, quotas), by the
# service all actions belong to.
_SERVICE_LIMITS = {"s3": 20_480, "kms": 32_768}

# The types IAM itself stores; other services take other characters and other Sids.
IAM_TYPES = frozenset({"identity", "boundary", "session", "trust"})


def check_characters(text: str, document: PolicyDocument) -> Iterable[Finding]:
    """Yields a finding for the first character that IAM doesn't take."""
    match = _FOREIGN.search(text)
    if match and document.policy_type in IAM_TYPES:
        span = LineIndex(text).span(match.start(), match.end())
        character = f"U+{ord(match.group()):04X}"
        yield Finding("characterNotTaken", "error", span, {"character": character})


def check_size(text: str, document: PolicyDocument) -> Iterable[Finding]:
    """Yields a finding for a document that is too large for its type."""
    if document.policy_type == "resource":
        yield from _check_service_size(text, document)
    if document.policy_type not in _LIMITS:
        return
    most, usual = _LIMITS[document.policy_type]
    size = len(_BLANKS.sub("", text))
    values = {"size": f"{size:,}", "type": document.policy_type}
    if size > most:
        yield Finding("policyTooLarge", "error", document.span, {**values, "limit": f"{most:,}"})
    elif size > usual:
        yield Finding("policyLarge", "warning", document.span, {**values, "limit": f"{usual:,}"})
    elif document.policy_type in _COUNTED_WITH_BLANKS and len(text) > most:
        values = {"size": f"{len(text):,}", "limit": f"{most:,}"}
        yield Finding("policyLargeWithBlanks", "warning", document.span, values)


def _check_service_size(text: str, document: PolicyDocument) -> Iterable[Finding]:
    actions = [value.text for statement in document.statements for value in statement.action.values]
    services = {action.partition(":")[0].lower() for action in actions}
    limit = _SERVICE_LIMITS.get(services.pop()) if len(services) == 1 else None
    size = len(text.encode("utf-8", "surrogatepass"))
    if limit is not None and size > limit:
        values = {"size": f"{size:,}", "limit": f"{limit:,}"}
        yield Finding("resourcePolicyTooLarge", "error", document.span, values)
