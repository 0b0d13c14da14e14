"""A part of a stored page for the card beside a link: the note's beginning, one section, or one block.

A stored page is what nh3 wrote: every element closed, every attribute in double quotes. So its tags alone tell
where a part begins and ends. To read a long note anew takes 30 ms, twice what a card may take.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple

from content.models import Note
from content.obsidian.slots import fill_slots
from content.queries import stored_html
from content.slots import fillers

MAX_PART = 6_000  # bytes of a part's HTML; with its frame a card stays below 8 KB
MAX_PLAIN = 1_200  # characters of a block too long to be shown as it is

_TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?:\s[^"<>]*(?:"[^"]*"[^"<>]*)*)?)>')
_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
_HEADING = re.compile(r'<h([2-6]) id="([^"]*)"')
_MARKUP = re.compile(r"<[^>]*>")
# A second element of an id, and a second region of a name, would confuse the page that the card floats over.
_NAMES = re.compile(r' (?:id|role|aria-label)="[^"]*"')
_OWN_LINK = re.compile(r'(<a\b[^>]*? href=")(#)')
# Of long blocks the beginning is shown; these hold blocks that can be left out.
_DIVISIBLE = frozenset(
    {"ul", "ol", "li", "blockquote", "div", "section", "aside", "details", "table", "tbody"}
)


class Element(NamedTuple):
    """Where an element stands in the text of a page."""

    tag: str
    start: int
    inner_start: int
    inner_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a card shows; `heading` is the one that the part stands below, or begins with."""

    note: Note
    url: str
    heading: str
    html: str
    is_cut: bool


def find_preview(note: Note, anchor: str) -> Preview:
    """The part of a note that an anchor means; the beginning of the note where it has no such place."""
    page = stored_html(note)
    start = find_place(page, anchor)
    part, is_cut = shorten(page if start is None else part_at(page, start), MAX_PART)
    url = note.get_absolute_url()
    return Preview(
        note,
        url if start is None else f"{url}#{anchor}",
        "" if start is None else heading_above(note, page, start),
        fill_quietly(bare(part, url), note),
        is_cut,
    )


def find_place(page: str, anchor: str) -> int | None:
    """Where the element of this id begins; the same words in the text are no id."""
    wanted = f' id="{escape(anchor, quote=False)}"'
    at = page.find(wanted) if anchor else -1
    while at >= 0:
        start = page.rindex("<", 0, at)
        tag = _TAG.match(page, start)
        if tag and tag.end() > at:
            return start
        at = page.find(wanted, at + 1)
    return None


def heading_above(note: Note, page: str, start: int) -> str:
    """The text of the heading at a place, else of the last one before it."""
    element = element_at(page, start)
    inside = _HEADING.search(page, element.start, element.end) if starts_section(page, element) else None
    above = [inside] if inside else list(_HEADING.finditer(page, 0, start))
    texts = {heading.anchor: heading.text for heading in note.places}
    return texts.get(unescape(above[-1][2]), "") if above else ""


def part_at(page: str, start: int) -> str:
    """The block that begins at this place; of a heading, its section without the heading itself."""
    element = element_at(page, start)
    if starts_section(page, element):
        end = element.end if element.tag == "div" else page.index("</div>", element.end) + len("</div>")
        return section_after(page, element.start, end)
    html = page[element.start : element.end]
    return f"<ul>{html}</ul>" if element.tag == "li" else html


def starts_section(page: str, element: Element) -> bool:
    """Whether the element is a heading, or the frame of one."""
    return page.startswith(('<div class="section-head"', "<h"), element.start) and element.tag != "hr"


def section_after(page: str, heading_start: int, start: int) -> str:
    """What follows a heading up to the next one of its level or above, or to the end of what holds it."""
    found = _HEADING.search(page, heading_start, start)
    level = int(found[1]) if found else 6
    end = start
    for element in elements_in(page, start, len(page)):
        next_one = (
            _HEADING.search(page, element.start, element.end) if starts_section(page, element) else None
        )
        if element.tag == "section" or (next_one and int(next_one[1]) <= level):
            break
        end = element.end
    return page[start:end]


def element_at(page: str, start: int) -> Element:
    return next(elements_in(page, start, len(page)))


def elements_in(page: str, start: int, end: int) -> Iterator[Element]:
    """The elements side by side from a place on, up to the end of what holds them."""
    depth = 0
    opened: re.Match[str] | None = None
    for found in _TAG.finditer(page, start, end):
        is_closing, tag = found[1], found[2]
        if is_closing:
            depth -= 1
            if depth < 0:
                return
        elif tag not in _VOID:
            depth += 1
            opened = found if depth == 1 else opened
            continue
        if depth == 0:
            first = opened if is_closing and opened else found
            yield Element(first[2], first.start(), first.end(), found.start(), found.end())


def shorten(html: str, limit: int) -> tuple[str, bool]:
    """As many blocks from the beginning as fit into so many bytes, and whether any was left out."""
    if len(html.encode()) <= limit:
        return html, False
    end = 0
    room = limit
    for element in elements_in(html, 0, len(html)):
        room -= len(html[end : element.end].encode())
        if room < 0:
            return html[:end] if end else shorten_block(html, element, limit), True
        end = element.end
    return html[:end], True


def shorten_block(html: str, block: Element, limit: int) -> str:
    """The beginning of one block that is too long for a card."""
    opening, closing = html[block.start : block.inner_start], f"</{block.tag}>"
    room = limit - len(opening.encode()) - len(closing)
    inner = html[block.inner_start : block.inner_end]
    if block.tag in _DIVISIBLE and room > 0 and next(elements_in(inner, 0, len(inner)), None):
        # An item's words before its first block belong to it whatever follows.
        return opening + shorten(inner, room)[0] + closing
    plain = unescape(_MARKUP.sub("", inner))
    tag = "pre" if "<pre" in html[block.start : block.end] else "p"
    return f"<{tag}>{escape(plain[:MAX_PLAIN], quote=False)}</{tag}>"


def bare(html: str, url: str) -> str:
    """The part without ids and named regions; links within its note lead to that note from anywhere."""
    bared = _TAG.sub(lambda tag: f"<{tag[1]}{tag[2]}{_NAMES.sub('', tag[3])}>" if tag[3] else tag[0], html)
    return _OWN_LINK.sub(lambda link: f"{link[1]}{escape(url)}#", bared)


def fill_quietly(html: str, note: Note) -> str:
    """The part with its icons and words of AWS; buttons stay on the page."""
    return fill_slots(
        html, lambda kind, value: fillers[kind](note, value) if kind in ("icon", "term") else ""
    )
