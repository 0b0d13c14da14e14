"""Tables: a head, a row of `| --- | :-: |`, and rows."""

import re
from xml.etree.ElementTree import Element, SubElement

from content.obsidian.block_ids import is_block_id
from content.obsidian.leaves import is_delimiter_row, starts_block
from content.obsidian.limits import MAX_COLUMNS
from content.obsidian.lines import Lines
from content.obsidian.page import PageParser, Place, add_text

_BAR = re.compile(r"(?<!\\)\|")


def read_table(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A table, in a frame that scrolls by itself."""
    if "|" not in (lines.peek() or "") or not is_delimiter_row(lines.peek(1) or ""):
        return False
    head, rules = _split_row(lines.peek() or ""), _split_row(lines.peek(1) or "")
    if len(head) != len(rules) or len(head) > MAX_COLUMNS:
        return False
    lines.skip(2)
    frame = SubElement(parent, "div", {"class": "table-frame", "tabindex": "0", "role": "region"})
    frame.set("aria-label", page.name_region("Table"))
    table = SubElement(frame, "table")
    sides = [_side(rule) for rule in rules]
    _add_row(SubElement(table, "thead"), "th", head, sides)
    body = SubElement(table, "tbody")
    while (line := lines.peek()) is not None and not starts_block(line, place) and not is_block_id(line):
        page.block_count += 1
        _add_row(body, "td", _split_row(lines.take()), sides)
    return True


def _split_row(line: str) -> list[str]:
    """The cells of a row; a bar inside a cell is written with a backslash before it."""
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _BAR.split(bare)]


def _side(rule: str) -> str:
    starts, ends = rule.startswith(":"), rule.endswith(":")
    if ends:
        return "center" if starts else "right"
    return "left" if starts else ""


def _add_row(part: Element, name: str, cells: list[str], sides: list[str]) -> None:
    row = SubElement(part, "tr")
    for at, side in enumerate(sides):
        text = cells[at] if at < len(cells) else ""
        # An empty corner heads nothing.
        cell = add_text(row, name if text else "td", text)
        if side:
            cell.set("align", side)
        if cell.tag == "th":
            cell.set("scope", "col")
