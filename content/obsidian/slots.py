"""Slots: places in a note's cleaned HTML that trusted code fills with icons and buttons.

A slot is the comment `<!--slot:KIND:VALUE-->`. The cleaner strips every comment a note writes and escapes
`<` in every attribute, so the only slots in a cleaned page are those of the reader.
"""

import re
from collections.abc import Callable

_SLOT = re.compile(r"<!--slot:([a-z-]+):([^<>]*?)-->")


def make_slot(kind: str, value: str) -> str:
    """The comment that stands for a slot in cleaned HTML; `value` comes escaped."""
    return f"<!--slot:{kind}:{value}-->"


def fill_slots(html: str, fill: Callable[[str, str], str]) -> str:
    """The page with every slot replaced by `fill(kind, value)`, which must return safe HTML."""
    return _SLOT.sub(lambda slot: fill(slot[1], slot[2]), html)
