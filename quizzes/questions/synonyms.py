"""Words and names that mean the same in the vault, so that a gap may be filled with either."""

import re
from collections.abc import Iterator

GROUPS = (
    ("administrator", "admin"),
    ("certificate authority", "certification authority"),
    ("console", "management console"),
    ("deny", "denial"),
    ("email address", "email"),
    ("expiry", "expiration"),
    ("implicit deny", "default deny"),
    ("information", "info"),
    ("inside", "internal"),
    ("IP address", "IP"),
    ("label", "tag"),
    ("long-term", "long-lived"),
    ("negated", "negative"),
    ("OIDC provider", "OIDC identity provider"),
    ("one", "single"),
    ("outside", "external"),
    ("overlap", "intersection"),
    ("repository", "repo"),
    ("root user", "root"),
    ("SAML provider", "SAML identity provider"),
    ("verdict", "decision", "result"),
    ("whole", "entire"),
)


def pattern_of(group: tuple[str, ...]) -> re.Pattern[str]:
    """Any word of a group, the longest first, but not the prefix of `tag:GetResources`."""
    words = "|".join(sorted(group, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})(s?)\b(?!:)", re.IGNORECASE)


PATTERNS = tuple((pattern_of(group), group) for group in GROUPS)


def synonymous_names(name: str) -> Iterator[str]:
    """A name with a word exchanged for one that means the same."""
    for pattern, group in PATTERNS:
        if pattern.search(name):
            others = (pattern.sub(rf"{word}\1", name) for word in group)
            yield from (other for other in others if other.lower() != name.lower())
