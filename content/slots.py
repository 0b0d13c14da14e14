"""Furniture that trusted code hangs into a cleaned page; rooms above register theirs when they start."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from content.icons import icon
from content.obsidian.slots import fill_slots

if TYPE_CHECKING:
    from content.models import Note

Filler = Callable[["Note", str], str]

fillers: dict[str, Filler] = {"icon": lambda note, name: icon(name)}


def register(kind: str, filler: Filler) -> None:
    """`filler(note, value)` gives the HTML of every slot of this kind."""
    fillers[kind] = filler


def fill_page(html: str, note: "Note", own: Mapping[str, Callable[[str], str]] | None = None) -> str:
    """The page with every slot filled; a slot that nobody registered for stays empty.

    `own` fills slots of this one view, before what is registered for them.
    """
    own = own or {}

    def fill(kind: str, value: str) -> str:
        first = own[kind](value) if kind in own else ""
        return first + fillers[kind](note, value) if kind in fillers else first

    return fill_slots(html, fill)
