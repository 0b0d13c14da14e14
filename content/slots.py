"""Furniture that trusted code hangs into a cleaned page; rooms above register theirs when they start."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from content.icons import icon
from content.obsidian.slots import fill_slots, make_slot

if TYPE_CHECKING:
    from content.models import Note

Filler = Callable[["Note", str], str]

fillers: dict[str, Filler] = {
    "icon": lambda note, name: icon(name),
    # A room that knows the word makes more of it.
    "term": lambda note, word: f"<code>{word}</code>",
}

# Inline code of the form `s3:GetObject`; a link stays one link, a fold's title one button, a listing a listing.
_TERM = re.compile(
    r"<a\b.*?</a>|<summary\b.*?</summary>|<pre\b.*?</pre>|<code>([A-Za-z0-9.-]{2,60}:[A-Za-z][A-Za-z0-9_/.${}-]{0,120})</code>",
    re.DOTALL,
)


def register(kind: str, filler: Filler) -> None:
    """`filler(note, value)` gives the HTML of every slot of this kind."""
    fillers[kind] = filler


def mark_terms(html: str) -> str:
    """The page with a slot for each word of inline code that may be an action or a condition key of AWS."""
    return _TERM.sub(lambda found: make_slot("term", found[1]) if found[1] else found[0], html)


def fill_page(html: str, note: "Note", own: Mapping[str, Callable[[str], str]] | None = None) -> str:
    """The page with every slot filled; a slot that nobody registered for stays empty.

    `own` fills slots of this one view, before what is registered for them.
    """
    own = own or {}

    def fill(kind: str, value: str) -> str:
        first = own[kind](value) if kind in own else ""
        return first + fillers[kind](note, value) if kind in fillers else first

    return fill_slots(html, fill)
