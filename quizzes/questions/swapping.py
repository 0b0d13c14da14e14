"""Claims turned false by a role that is swapped: two things change places, or one gives way to its counterpart."""

import re
from collections.abc import Iterator

# Words of which, said of the same thing, just one can be right.
COUNTERPARTS = (
    ("allowed", "denied"),
    ("allows", "denies"),
    ("an Allow", "a Deny"),
    ("identity-based", "resource-based"),
    ("identity policy", "resource policy"),
    ("identity policies", "resource policies"),
    ("managed policy", "inline policy"),
    ("managed policies", "inline policies"),
    ("long-term", "temporary"),
    ("explicit", "implicit"),
    ("required", "optional"),
    ("before", "after"),
    ("inside", "outside"),
    ("at most", "at least"),
    ("earlier", "later"),
    ("minutes", "days"),
    ("hours", "weeks"),
)


def swap_roles(text: str) -> Iterator[str]:
    """The claim with one role swapped, the surest way first; nothing where no role is known."""
    for pair in COUNTERPARTS:
        for word, other in (pair, pair[::-1]):
            pattern = re.compile(rf"\b{re.escape(word)}\b")
            if len(pattern.findall(text)) == 1 and not re.search(rf"\b{re.escape(other)}\b", text):
                yield pattern.sub(other, text)
