"""Formulas: `$x$` within a line and `$$x$$` as a display, written as MathML.

A formula is an element `formula` whose text is what the note says, dollars and all, so that headings, facts and
the index read it alike; it becomes MathML when the page is written.
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from content.obsidian.block_ids import split_block_id
from content.obsidian.limits import MAX_FORMULA, MAX_FORMULA_LINES
from content.obsidian.lines import Lines
from content.obsidian.page import PageParser, Place, add_text

# Everything a formula may consist of; latex2mathml copies colours, links, styles and classes from the TeX.
MATH_TAGS = frozenset({
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
MATH_ATTRIBUTES = frozenset({
    "accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "voffset", "width",
})  # fmt: skip

# Dollars hold a formula where no space stands inside them and no digit follows, so prices stay prices.
INLINE_FORMULA = re.compile(
    r"\$\$(?:(?:[^$\\]|\\.|\$(?!\$))+?)\$\$"
    r"|\$(?![\s$])(?:(?:[^$\\\n]|\\[^\n])+)(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
_UNKNOWN = re.compile(r"\\[A-Za-z]")
_VALUE = re.compile(r"[A-Za-z0-9.% +-]{1,60}")
UNREADABLE = "This formula can't be read"


def find_formula(text: str, start: int) -> str:
    """The formula that a dollar begins, with its dollars; empty where it begins none."""
    found = INLINE_FORMULA.match(text, start)
    # Code is stronger than dollars.
    return found[0] if found and "`" not in found[0] else ""


def make_formula(source: str, *, is_shown: bool) -> Element:
    """The element of a formula as it is written; code where it is too long, or the page has shown enough."""
    if is_shown and len(source) <= MAX_FORMULA:
        element = Element("formula", {"display": "block" if source.startswith("$$") else "inline"})
    else:
        element = Element("code")
    element.text = AtomicString(source)
    return element


def read_formula(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A formula between `$$` and `$$` on lines of its own; blank lines and marks within are part of it."""
    count = count_formula_lines(lines) if "$$" in (lines.peek() or "") else 0
    if not count:
        return False
    text, name = split_block_id("\n".join(lines.take().strip() for _ in range(count)))
    # The reader of text finds it again: blank lines and marks of blocks are behind it now.
    paragraph = add_text(parent, "p", text)
    # Focusable, so that the keyboard can scroll it.
    paragraph.attrib |= {"class": "formula", "tabindex": "0", "role": "group", "aria-label": "Formula"}
    if name:
        paragraph.set("block-id", name)
    return True


def count_formula_lines(lines: Lines) -> int:
    """How many of the next lines are one displayed formula and nothing else; 0 where none begins."""
    first = (lines.peek() or "").strip()
    if not first.startswith("$$"):
        return 0
    for ahead in range(MAX_FORMULA_LINES):
        line = lines.peek(ahead)
        if line is None:
            return 0
        bare = split_block_id(line.strip() if ahead else first[2:])[0]
        if "$$" in bare:
            has_text = ahead or bare != "$$"
            return ahead + 1 if has_text and bare.index("$$") == len(bare) - 2 else 0
    return 0


def measure_display(lines: Sequence[str | None], at: int) -> tuple[int, str]:
    """How many lines from a place on are one displayed formula, 0 where none begins; and its block id."""
    count = count_formula_lines(Lines([line or "" for line in lines[at : at + MAX_FORMULA_LINES]]))
    return count, split_block_id((lines[at + count - 1] or "").strip())[1] if count else ""


def hide_inline(text: str) -> str:
    """The text with spaces in place of formulas within it, so that positions stay."""
    at = text.find("$")
    while at >= 0:
        formula = "" if text[at - 1 : at] == "\\" else find_formula(text, at)
        text = text[:at] + " " * len(formula) + text[at + len(formula) :]
        at = text.find("$", at + (len(formula) or 1))
    return text


@lru_cache(maxsize=512)
def write_formula(source: str, display: str) -> str:
    """The MathML of a formula as it is written; the source in code where it isn't TeX that can be read."""
    # It reads a table of all symbols on import, which takes longer than a page.
    from latex2mathml.converter import convert_to_element

    parts: list[str] = []
    try:
        _write(convert_to_element(source.strip("$").strip(), display=display), parts)
    except Exception:  # whatever odd TeX makes of a converter, it is no reason to show no page
        shown = html.escape(source, quote=False)
        return f'<code title="{html.escape(UNREADABLE)}">{shown}</code>'
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    """Only elements and attributes that formulas need; of any other element, what it holds."""
    is_known = element.tag in MATH_TAGS
    if is_known:
        written = "".join(
            f' {name}="{value}"'
            for name, value in element.items()
            if name in MATH_ATTRIBUTES and _VALUE.fullmatch(value)
        )
        parts.append(f"<{element.tag}{written}>")
    if _UNKNOWN.match(element.text or ""):
        raise ValueError("a command that TeX has and the converter has not, or that nobody has")
    # The converter leaves symbols as references and all else as it is.
    parts.append(html.escape(html.unescape(element.text or ""), quote=False))
    for child in element:
        _write(child, parts)
        parts.append(html.escape(html.unescape(child.tail or ""), quote=False))
    if is_known:
        parts.append(f"</{element.tag}>")
