"""Lists: bullets, numbers and tasks, nested by a tab or by two spaces and more."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from content.obsidian.fences import follow_fence
from content.obsidian.leaves import ends_paragraph, is_rule, starts_block
from content.obsidian.limits import MAX_BLOCKS
from content.obsidian.lines import Lines, dedent, expand_indent, indent_of
from content.obsidian.page import PageParser, Place

_ITEM = re.compile(r"( *)([-*+]|(\d{1,9})[.)])(?:([ \t]+)|$)")
_TASK = re.compile(r"\[(.)\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Marker:
    indent: int
    kind: str  # the bullet, or what follows the number
    number: str  # empty for a bullet
    content: int  # column where the text begins
    rest: str

    @property
    def nests_from(self) -> int:
        """Column from which on a line belongs to this item; CommonMark sometimes wants more."""
        return min(self.indent + 2, self.content)


def _match_marker(line: str) -> _Marker | None:
    found = _ITEM.match(line)
    if found is None or is_rule(line):
        return None
    indent = len(found[1])
    after = indent + len(found[2])
    gap = len(expand_indent(" " * (after % 4) + (found[4] or " "))) - after % 4
    rest = line[found.end() :]
    if gap > 4 or not rest.strip():
        # Five spaces and more are one space before indented code.
        rest, gap = (" " * (gap - 1) + rest if rest.strip() else ""), 1
    return _Marker(indent, found[2][-1], found[3] or "", after + gap, rest)


def read_list(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A list with all its items."""
    first = _match_marker(lines.peek() or "")
    if first is None or (first.indent > 3 and not place.listed):
        return False
    attributes = {"start": str(int(first.number))} if first.number not in ("", "1") else {}
    whole = SubElement(parent, "ol" if first.number else "ul", attributes)
    within = place.inside(quoted=place.quoted, listed=True)
    marker: _Marker | None = first
    while marker is not None and page.block_count < MAX_BLOCKS:
        page.block_count += 1
        lines.take()
        item = SubElement(whole, "li")
        page.read(item, _take_item(lines, marker, within), within)
        _lift_text(item)
        marker = _next_marker(lines, first, place)
    return True


def _next_marker(lines: Lines, first: _Marker, place: Place) -> _Marker | None:
    """The marker of the next item, if blank lines at most part it from the last one."""
    ahead = 0
    while (line := lines.peek(ahead)) is not None and not line.strip():
        ahead += 1
    marker = _match_marker(line) if line is not None else None
    if marker is None or marker.kind != first.kind or bool(marker.number) != bool(first.number):
        return None
    if marker.indent > 3 and not place.listed and marker.indent >= first.nests_from:
        return None
    lines.skip(ahead)
    return marker


def _take_item(lines: Lines, marker: _Marker, within: Place) -> list[str]:
    """The lines of an item, without its marker and indentation."""
    taken = [marker.rest]
    fence = follow_fence("", marker.rest)
    while (line := lines.peek()) is not None:
        ahead = 0
        while line is not None and not line.strip():
            ahead += 1
            line = lines.peek(ahead)
        if line is None:
            break
        if indent_of(line) < marker.nests_from:
            lazy = not ahead and not fence and not ends_paragraph(taken[-1])
            if not lazy or _match_marker(line) or starts_block(line, within):
                break
            # Outside the indentation of the item, `===` is text and makes no heading.
            line = f"\\{line}" if line.startswith("=") else line
        taken += [""] * ahead
        lines.skip(ahead + 1)
        taken.append(dedent(line, marker.content))
        fence = follow_fence(fence, taken[-1])
    return taken


def _lift_text(item: Element) -> None:
    """The first paragraph of an item becomes the item's own text, tight or loose."""
    if not len(item) or item[0].tag != "p":
        return
    paragraph = item[0]
    item.remove(paragraph)
    name = paragraph.get("block-id")
    if name:
        item.set("block-id", name)
    text = paragraph.text or ""
    task = _TASK.match(text)
    if task:
        is_done = task[1] != " "
        item.set("class", "task")
        item.set("data-task", "done" if is_done else "open")
        mark = Element("span", {"class": "task-mark", "role": "img"})
        mark.set("aria-label", "Done" if is_done else "Open")
        item.insert(0, mark)
        text = text[task.end() :]
        item.insert(1, paragraph)
        paragraph.tag, paragraph.text = "span", text
        return
    item.text = text
