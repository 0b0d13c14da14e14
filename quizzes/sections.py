"""Parts of a note: which facts stand below which heading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a note with all that stands below it, and the facts found there."""

    anchor: str
    text: str
    facts: frozenset[int]  # primary keys


def heading_paths(headings: Iterable[Mapping[str, Any]]) -> dict[str, Path]:
    """For the anchor of each heading its text behind the texts of those above it, outermost first."""
    paths: dict[str, Path] = {}
    above: list[tuple[int, str]] = []
    for heading in headings:
        above = [one for one in above if one[0] < heading["level"]]
        above.append((heading["level"], heading["text"]))
        paths[heading["anchor"]] = tuple(text for _, text in above)
    return paths


def sections_of(
    headings: Sequence[Mapping[str, Any]], facts: Iterable[tuple[int, Sequence[str]]]
) -> dict[str, Section]:
    """The sections of a note by anchor; `facts` are primary keys, each with the path of its headings."""
    paths = heading_paths(headings)
    found: dict[Path, set[int]] = {path: set() for path in paths.values()}
    for pk, path in facts:
        for depth in range(1, len(path) + 1):
            found.get(tuple(path[:depth]), set()).add(pk)
    texts = {heading["anchor"]: heading["text"] for heading in headings}
    return {anchor: Section(anchor, texts[anchor], frozenset(found[path])) for anchor, path in paths.items()}
