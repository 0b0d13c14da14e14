"""What is not prose: fenced code, inline code and `%%comments%%`, found line by line in linear time."""

import re
from collections.abc import Iterator

from content.obsidian.note import Problem

_RUN = re.compile(r"`+")
_COMMENT = "%%"
_FENCE = re.compile(r"(?P<prefix>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")


class FenceTracker:
    """Tells for each line of a note, in order, whether it belongs to fenced code."""

    def __init__(self) -> None:
        self.fence = ""  # what opened the code that the lines so far leave open
        self._quoted = False
        self._listed = False

    def holds(self, line: str) -> bool:
        """Whether a fence is open that this line doesn't end by leaving its quote or item."""
        return bool(self.fence) and not self._leaves(line)

    def covers(self, line: str) -> bool:
        """Whether this line opens, fills or closes a fence."""
        if self.fence and self._leaves(line):
            self.fence = ""
        if self.fence:
            bare = line.strip(" \t>") if self._quoted else line.strip()
            if len(bare) >= len(self.fence) and not bare.strip(self.fence[0]):
                self.fence = ""
            return True
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if found is None:
            return False
        self.fence = found["fence"]
        self._quoted = ">" in found["prefix"]
        self._listed = bool(found["prefix"].strip(" \t>"))
        return True

    def _leaves(self, line: str) -> bool:
        """A fence in a quote or an item ends with the quote or the item."""
        if self._quoted:
            return not line.lstrip().startswith(">")
        return self._listed and bool(line.strip()) and not line.startswith(("  ", "\t"))


def find_code_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and length of the ticks of each inline code span, in reading order."""
    runs = [(found.start(), found.end()) for found in _RUN.finditer(text)]
    closers: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        closers.setdefault(runs[index][1] - runs[index][0], []).append(index)
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = closers[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same and not _is_escaped(text, start):
            yield start, runs[same[-1]][1], end - start
            index = same[-1]
        index += 1


def _is_escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def hide_code(text: str) -> str:
    """The text with spaces in place of inline code, so that positions stay."""
    if "`" not in text:
        return text
    parts, last = [], 0
    for start, end, _ticks in find_code_spans(text):
        parts += [text[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, text[last:]])


def hide_comments(lines: list[str]) -> tuple[list[str | None], tuple[Problem, ...]]:
    """The lines without their comments, `None` for a line that was nothing but comment; and what is wrong.

    A comment that is never closed hides the rest of the note: showing what was meant to be hidden is worse.
    """
    shown: list[str | None] = []
    fences = FenceTracker()
    opened = 0
    for number, line in enumerate(lines, 1):
        if not opened and (fences.covers(line) or _COMMENT not in line):
            shown.append(line)
            continue
        was_open = bool(opened)
        kept, is_open = _cut_comments(line, was_open)
        opened = (opened or number) if is_open else 0
        shown.append(
            None if (was_open or line.strip()) and not kept.strip(" \t>") and ">" not in kept else kept
        )
    if not opened:
        return shown, ()
    remedy = "close it with `%%`, or remove the first `%%`"
    return shown, (Problem(opened, "a comment that starts here never ends", remedy),)


def _cut_comments(line: str, is_open: bool) -> tuple[str, bool]:
    """What of the line is outside comments, and whether a comment is open at its end."""
    kept: list[str] = []
    at = 0
    masked = line if is_open else hide_code(line)
    while (mark := masked.find(_COMMENT, at)) >= 0:
        if not is_open:
            kept.append(line[at:mark])
        at = mark + len(_COMMENT)
        is_open = not is_open
    if not is_open:
        kept.append(line[at:])
    return "".join(kept), is_open
