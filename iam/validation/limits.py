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
    """Yields a finding for a document that is too large for its type, white space not counted."""
    if document.policy_type not in _LIMITS:
        return
    most, usual = _LIMITS[document.policy_type]
    size = len(_BLANKS.sub("", text))
    values = {"size": f"{size:,}", "type": document.policy_type}
    if size > most:
        yield Finding("policyTooLarge", "error", document.span, {**values, "limit": f"{most:,}"})
    elif size > usual:
        yield Finding("policyLarge", "warning", document.span, {**values, "limit": f"{usual:,}"})
