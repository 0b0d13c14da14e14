"""What a writer says about a claim: how it stands against today (`#quiz/outdated`), and when it was checked."""

import re
from collections.abc import Mapping
from datetime import date
from typing import cast, get_args

from content.obsidian.note import Block, Note, Span
from quizzes.facts.fact import FactStatus

SKIP = "skip"
STATUSES = frozenset(get_args(FactStatus)) - {"ok"}
TAG = re.compile(r"(?<!\S)#quiz/(\w+)", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def statuses_in(note: Note) -> dict[str, str]:
    """What the note's steering tags say, by the anchor of the block: a status, or `skip`.

    A tag in an entry holds for its list, one in a callout for its title: they are asked for as a whole.
    """
    found: dict[str, str] = {}
    for block in note.blocks:
        read_statuses(block, found)
    return found


def read_statuses(block: Block, found: dict[str, str]) -> str:
    """Notes what is said of this block and of those within; returns it."""
    below = [read_statuses(child, found) for child in block.children]
    said = status_of(block.spans)
    if not said and block.kind in ("list", "callout"):
        said = next((status for status in below if status), "")
    if said:
        found[block.anchor] = said
    return said


def status_of(spans: tuple[Span, ...]) -> str:
    """The status that a tag in this text gives, or `skip`; empty without one."""
    text = "".join(span.text for span in spans if "code" not in span.marks)
    if "#" not in text:
        return ""
    names = (found[1].lower() for found in TAG.finditer(text))
    return next((name for name in names if name in STATUSES or name == SKIP), "")


def status_named(name: str) -> FactStatus:
    return cast(FactStatus, name) if name in STATUSES else "ok"


def as_of(properties: Mapping[str, object]) -> str:
    """When a note was checked, as its properties say: `as_of`, else `updated`; `2026-11` or `2026-11-24`."""
    for name in ("as_of", "updated"):
        value = properties.get(name)
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        if found := DATE.match(text):
            return found[0]
    return ""
