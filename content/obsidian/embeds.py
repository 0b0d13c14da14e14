"""Notes within notes: where on a page an embed can be filled, and which part of a note fills it.

A page comes out of the cleaner with a slot in each embed, numbered in the order of the text.
"""

from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from content.obsidian.note import Heading
from content.obsidian.slots import fill_slots, make_slot

# The HTML that stands for `![[target#fragment]]`, its slots filled; `None` leaves the link alone there.
ShowPart = Callable[[str, str], str | None]

SHOWN_ABOVE = '<span class="embed-note"> is shown above.</span>'

# An embed's place in the list of a page's embeds; the serializer leaves the attribute out.
PART = "part"
_HOLDERS = frozenset({"li", "td"})  # of text, that may hold blocks as well


def frame_part(html: str) -> str:
    """A part as it stands within an embed, below the link to where it comes from."""
    return f'<div class="embed-body">{html}</div>'


def lay_out_embeds(root: Element) -> None:
    """Make each embed a block where a block can stand, and put its slot there; elsewhere it stays a link."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "p" or (child.tag == "span" and parent.get("class") == "task"):
                _split(parent, child)
            elif child.get(PART) is not None and parent.tag in _HOLDERS:
                child.tag = "div"
    for element in root.iter("div"):
        if (number := element.get(PART)) is not None:
            SubElement(element, "slot", {"kind": "embed", "value": number})


def _split(parent: Element, paragraph: Element) -> None:
    """Part a paragraph around the embeds in it: no paragraph holds blocks."""
    if all(child.get(PART) is None for child in paragraph):
        return
    piece = Element(paragraph.tag)
    piece.text = paragraph.text
    pieces = [piece]
    for child in list(paragraph):
        if child.get(PART) is None:
            piece.append(child)
            continue
        piece = Element(paragraph.tag)
        piece.text, child.tail, child.tag = child.tail, None, "div"
        pieces += [child, piece]
    shown = [piece for piece in pieces if piece.tag == "div" or _trim(piece)]
    shown[0].attrib.update(paragraph.attrib)
    shown[-1].tail = paragraph.tail
    at = list(parent).index(paragraph)
    parent[at : at + 1] = shown


def _trim(piece: Element) -> bool:
    """Drop the line breaks at both ends; whether anything is left."""
    while len(piece) and piece[0].tag == "br" and not (piece.text or "").strip():
        piece.text = piece[0].tail
        piece.remove(piece[0])
    while len(piece) and piece[-1].tag == "br" and not (piece[-1].tail or "").strip():
        piece.remove(piece[-1])
    return bool(len(piece) or (piece.text or "").strip())


def fill_embeds(html: str, embeds: Sequence[tuple[str, str]], show_part: ShowPart | None) -> str:
    """The cleaned page with its embeds filled, all other slots as they are."""
    if not embeds:
        return html

    def fill(kind: str, value: str) -> str:
        if kind != "embed":
            return make_slot(kind, value)
        return (show_part(*embeds[int(value)]) if show_part else None) or ""

    return fill_slots(html, fill)


def find_part(root: Element, anchor: str, headings: Sequence[Heading]) -> list[Element]:
    """The elements of a page that an anchor means: a section with its heading, a block, or all for no anchor."""
    if not anchor:
        return list(root)
    levels = {heading.anchor: heading.level for heading in headings}
    for parent in root.iter():
        for at, element in enumerate(parent):
            if levels and _heading_of(element) == anchor:
                return _section(parent, at, levels)
            if element.get("id") == anchor:
                return [_item_in_list(parent, element) if element.tag == "li" else element]
    return []


def _heading_of(element: Element) -> str:
    """The anchor of the heading that this frame holds."""
    return element[0].get("id", "") if element.get("class") == "section-head" else ""


def _section(parent: Element, start: int, levels: Mapping[str, int]) -> list[Element]:
    level = levels[_heading_of(parent[start])]
    end = start + 1
    while end < len(parent) and parent[end].tag != "section":
        next_one = _heading_of(parent[end])
        if next_one and levels[next_one] <= level:
            break
        end += 1
    return list(parent)[start:end]


def _item_in_list(whole: Element, item: Element) -> Element:
    """A list of one item, with the number it has in its own."""
    alone = Element(whole.tag)
    if whole.tag == "ol":
        alone.set("start", str(int(whole.get("start", "1")) + list(whole).index(item)))
    alone.append(item)
    return alone
