"""Names for URLs: the slug of a note's path, the anchor of a heading."""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

# Ids of the page round a note: a heading `Contents` must not take the place of the one beside it.
PAGE_IDS = ("back", "back-title", "contents", "main")

_DROPPED = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[\s-]+")
_SUFFIX = re.compile(r"\.md$", re.IGNORECASE)


def slugify(text: str) -> str:
    """The text in lower case with hyphens for gaps; empty where nothing of it can stand in a URL."""
    flat = unicodedata.normalize("NFKD", text).lower()
    return _GAPS.sub("-", _DROPPED.sub("", flat)).strip("-_")


def slugify_path(path: str) -> str:
    """The slug of a note from its path in the vault: `AWS/IAM Roles.md` gives `aws/iam-roles`.

    A segment of which nothing is left gets a digest for a name, so that every note has a URL.
    """
    return "/".join(slugify(segment) or _digest(segment) for segment in _SUFFIX.sub("", path).split("/"))


def _digest(text: str) -> str:
    return "n-" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


class Anchors:
    """The ids given out on one page; each of them once, and none of those `taken` before."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken: set[str] = set(taken)
        self._repeats: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """`wanted` where it is free, else `wanted-2`, `wanted-3` and so on."""
        anchor, repeat = wanted, self._repeats.get(wanted, 1)
        while anchor in self._taken:
            repeat += 1
            anchor = f"{wanted}-{repeat}"
        self._repeats[wanted] = repeat
        self._taken.add(anchor)
        return anchor

    def claim_heading(self, text: str) -> str:
        """The anchor of a heading of this text."""
        return self.claim(slugify(text) or "section")
