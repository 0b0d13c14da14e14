"""From the element tree of a page to the `Note` tree; gives every block its id on the way."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Literal, cast
from xml.etree.ElementTree import Element, SubElement

from content.obsidian.note import Block, BlockKind, Heading, Mark, Span
from content.obsidian.slugs import PAGE_IDS, Anchors

_MARKS: dict[str, Mark] = {
    "strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "code": "code", "mark": "highlight",
    "del": "strike", "s": "strike", "a": "link",
}  # fmt: skip
_KINDS: dict[str, BlockKind] = {
    "p": "paragraph", "ul": "list", "ol": "list", "li": "item", "aside": "callout", "details": "callout",
    "blockquote": "quote", "pre": "code", "figure": "code", "hr": "rule", "raw": "html",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A stored id of a list would change with every item, and nothing needs one.
_WITHOUT_ID = frozenset({"list", "rule", "html"})
_HOLDERS = frozenset({"ul", "ol", "aside", "details", "blockquote", "div"})
_ALONE = frozenset({"embed", "missing-embed"})


def plain_text(element: Element) -> str:
    """The words of an element as they are read, without footnote marks and what embeds say for themselves."""
    return "".join(text for text, _marks in _walk_inline(element, frozenset(), without=_ALONE))


class TreeReader:
    """Reads one page: its headings first, then its blocks."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.headings: list[Heading] = []
        self.block_ids: list[str] = []
        self._anchors = Anchors(PAGE_IDS)
        self._heading_of: dict[Element, Heading] = {}
        self._path: list[Heading] = []

    def read(self) -> tuple[Block, ...]:
        """The blocks of the page; sets ids, frames the headings and fills in what slots point to."""
        # Headings come first, so that no other block can take an anchor a link relies on.
        for element in self.root.iter():
            level = _HEADINGS.get(element.tag)
            if level:
                text = " ".join(plain_text(element).split())
                heading = Heading(text, level, self._anchors.claim_heading(text))
                self.headings.append(heading)
                self._heading_of[element] = heading
        return self._read_children(self.root)

    def _read_children(self, parent: Element) -> tuple[Block, ...]:
        path = list(self._path)
        blocks = []
        for at, element in enumerate(list(parent)):
            if element in self._heading_of:
                blocks.append(self._read_heading(parent, at, element))
            elif element.tag == "section":
                continue
            elif kind := _kind_of(element):
                blocks.append(self._read_block(element, kind))
        # A heading inside a callout or an item says nothing about what follows outside.
        if parent is not self.root:
            self._path = path
        return tuple(blocks)

    def _read_heading(self, parent: Element, at: int, element: Element) -> Block:
        heading = self._heading_of[element]
        self._path = [above for above in self._path if above.level < heading.level]
        block = Block("heading", heading.anchor, self._path_texts(), _spans(element), level=heading.level)
        self._path.append(heading)
        element.set("id", heading.anchor)
        if any(other.level == 1 for other in self.headings):
            # The page's title is its only h1.
            element.tag = f"h{min(heading.level + 1, 6)}"
        frame = Element("div", {"class": "section-head"})
        if name := element.get("block-id"):
            frame.set("id", self._claim_name(name))
        frame.tail, element.tail = element.tail, None
        parent[at] = frame
        frame.append(element)
        SubElement(frame, "slot", {"kind": "heading", "value": heading.anchor})
        if name:
            SubElement(frame, "slot", {"kind": "cites", "value": frame.get("id", "")})
        return block

    def _read_block(self, element: Element, kind: BlockKind) -> Block:
        spans = _own_spans(element, kind)
        anchor = self._anchor_of(element, kind, spans)
        if kind not in _WITHOUT_ID or element.get("block-id"):
            element.set("id", anchor)
        _point_slots(element, anchor)
        if element.get("block-id"):
            _add_citations(element, anchor)
        language_of = element[0] if kind == "code" and element.tag == "figure" else element
        return Block(
            kind,
            anchor,
            self._path_texts(),
            spans,
            self._read_inside(element, kind),
            ordered=element.tag == "ol",
            language=language_of.get("data-language", "") if kind == "code" else "",
            callout=element.get("data-callout-kind", "") if kind == "callout" else "",
            callout_type=element.get("data-callout", "") if kind == "callout" else "",
            fold=cast(Literal["", "+", "-"], element.get("data-fold", "")) if kind == "callout" else "",
        )

    def _read_inside(self, element: Element, kind: BlockKind) -> tuple[Block, ...]:
        if kind == "callout":
            body = element.find("div")
            return self._read_children(body) if body is not None else ()
        return self._read_children(element) if kind in ("list", "item", "quote") else ()

    def _anchor_of(self, element: Element, kind: BlockKind, spans: tuple[Span, ...]) -> str:
        if name := element.get("block-id"):
            return self._claim_name(name)
        if kind == "rule":
            return ""
        # A block's own text names it, so that an edit elsewhere, or of what it holds, leaves its id alone.
        own = "".join(span.text for span in spans)
        text = own or "".join(element.itertext())
        normal = f"{kind if own else 'whole ' + kind}\n{' '.join(text.split()).casefold()}"
        digest = blake2b(normal.encode("utf-8", "replace"), digest_size=4).hexdigest()
        return self._anchors.claim(f"b-{digest}")

    def _claim_name(self, name: str) -> str:
        anchor = self._anchors.claim(f"^{name}")
        self.block_ids.append(anchor[1:])
        return anchor

    def _path_texts(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._path)


def _kind_of(element: Element) -> BlockKind | None:
    if element.tag == "p":
        _stand_alone(element)
    if element.tag == "div":
        return "table" if element.get("class") == "table-frame" else "embed"
    return _KINDS.get(element.tag)


def _stand_alone(paragraph: Element) -> None:
    """A paragraph that is nothing but an embed becomes that embed."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return
    inner = paragraph[0]
    if inner.get("class") in _ALONE:
        paragraph.tag = "div"
        paragraph.attrib.update(inner.attrib)
        paragraph.remove(inner)
        paragraph.text = inner.text
        paragraph.extend(list(inner))


def _own_spans(element: Element, kind: BlockKind) -> tuple[Span, ...]:
    if kind == "callout":
        return _spans(element[0])
    if kind == "table":
        return _table_spans(element)
    if kind == "code":
        code = element if element.tag == "pre" else element[0]
        is_policy = element.get("class") == "policy"
        lines = ["".join(row[2].itertext()) for row in code[0]] if is_policy else ["".join(code.itertext())]
        return (Span("\n".join(lines)),)
    return _spans(element) if kind in ("paragraph", "item", "embed") else ()


def _table_spans(frame: Element) -> tuple[Span, ...]:
    """All cells, with ` | ` between two of a row and a line break between rows."""
    spans: list[Span] = []
    for number, row in enumerate(frame.iter("tr")):
        if number:
            spans.append(Span("\n"))
        for at, cell in enumerate(row):
            if at:
                spans.append(Span(" | "))
            spans += _spans(cell)
    return _merge(spans)


def _spans(element: Element) -> tuple[Span, ...]:
    return _merge([Span(text, marks) for text, marks in _walk_inline(element, frozenset())])


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].marks == span.marks:
            merged[-1] = Span(merged[-1].text + span.text, span.marks)
        elif span.text:
            merged.append(span)
    return tuple(merged)


def _walk_inline(
    element: Element, marks: frozenset[Mark], without: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[Mark]]]:
    if element.text:
        yield element.text, marks
    for child in element:
        # What follows the first block in an item is not the item's own text.
        if child.tag in _KINDS or child.tag in _HEADINGS or child.tag == "div":
            return
        css_class = child.get("class")
        if (child.tag not in ("slot", "sup") or css_class is None) and css_class not in without:
            mark: Mark | None = _MARKS.get(child.tag)
            if css_class == "unresolved":
                mark = "link"
            yield from _walk_inline(child, marks | {mark} if mark else marks, without)
        if child.tail:
            yield child.tail, marks


def _add_citations(element: Element, anchor: str) -> None:
    """A slot at the end of a named block's own text, where the page says how many notes cite it."""
    while element.tag in _HOLDERS and len(element) and element[-1].tag in _HOLDERS | {"p", "li"}:
        element = element[-1]
    if element.tag == "li" and len(element) and element[0].tag == "p" and not (element.text or "").strip():
        element = element[0]
    if element.tag == "pre":
        return
    inner = (at for at, child in enumerate(element) if child.tag in _KINDS and element.tag == "li")
    element.insert(next(inner, len(element)), Element("slot", {"kind": "cites", "value": anchor}))


def _point_slots(element: Element, anchor: str) -> None:
    """The slots of a policy and of a self-test carry the id of their block."""
    places = [element] if element.tag == "figure" else element.findall("div")
    for place in places if element.tag in ("figure", "details") else []:
        for slot in place.findall("slot"):
            slot.set("value", anchor)
