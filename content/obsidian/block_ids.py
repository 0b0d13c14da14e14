"""Block ids: `^name` at the end of a block, or alone on the line below it."""

import re

# Obsidian's own help vault names a picture by an id directly behind it: `![[shot.png]]^shot`.
_AT_END = re.compile(r"(?:^|[ \t\n]|(?<=\]\]))\^([A-Za-z0-9-]+)$")

_ALONE = re.compile(r" {0,3}\^[A-Za-z0-9-]+[ \t]*")


def is_block_id(line: str) -> bool:
    """Whether the line is a block id and nothing else."""
    return _ALONE.fullmatch(line) is not None


def split_block_id(text: str) -> tuple[str, str]:
    """The text without the id at its end, and that id without its caret (empty if there is none)."""
    bare = text.rstrip()
    at = bare.rfind("^")
    found = _AT_END.search(bare, max(at - 1, 0)) if at >= 0 else None
    if found is None:
        return text, ""
    return bare[: found.start()].rstrip(), found[1]
