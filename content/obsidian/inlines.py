"""The reader of text within a block: one pass from left to right, one piece at a time.

Python-Markdown goes over the text once for each pattern and copies all of it at each match, which takes
quadratic time; this replaces its `inline` treeprocessor.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from string import punctuation
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from content.obsidian.emphasis import Piece, Tag, find_delimiter, pair_marks
from content.obsidian.footnotes import Footnotes
from content.obsidian.formulas import find_formula, make_formula
from content.obsidian.html_tags import INLINE_TAGS, KNOWN_TAGS, SWALLOWED_TAGS
from content.obsidian.limits import MAX_FORMULAS_IN_ALL, MAX_MARKS
from content.obsidian.masking import find_code_spans
from content.obsidian.wikilinks import WIKILINK, Linker, split_wikilink

MAX_LABEL = 999
MAX_ATTRIBUTES = 2_000  # characters in one tag

_SPECIAL = re.compile(r"[\\`\[\]*_~=<&#$\n]|!\[|\^\[|https?://")
_ADDRESS = re.compile(
    r"\(\s*+(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>(?:[^\s()<>\\]|\\.|\([^\s()]*+\))*+))"
    r"(?:\s++(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'))?\s*+\)"
)
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,200})\]")
_INLINE_FOOTNOTE = re.compile(
    r"\^\[((?:[^\[\]\n]|\[\[[^\[\]\n]{1,500}+\]\]|\[[^\[\]\n]{0,500}+\]){1,2000}+)\]"  # holds links
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_URL = re.compile(r"https?://[^\s<>\[\]\"`|]+")
_NOTE_TAG = re.compile(r"#([\w/-]+)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)/?>")
_ATTRIBUTE = re.compile(
    r"(?<![^\s])(href|title|src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A `[` or `![` that may begin a link."""

    piece: int  # its position among the pieces
    text: int  # where its text begins
    is_image: bool


class InlineReader:
    """Reads the text of one block after another; knows what of the note stands elsewhere."""

    def __init__(self, linker: Linker, references: dict[str, str], footnotes: Footnotes) -> None:
        self.linker = linker
        self.references = references
        self.footnotes = footnotes
        self.marks_left = MAX_MARKS
        self.formula_room = MAX_FORMULAS_IN_ALL  # in characters

    def read(self, element: Element) -> None:
        """Replace an element's Markdown text by marked-up text, before the children it has."""
        text = element.text
        if not text or isinstance(text, AtomicString):
            return
        if _SPECIAL.search(text) is None:
            element.text = AtomicString(text)
            return
        holder = Element("holder")
        pair_marks(_Scan(self, text).pieces(), holder)
        element.text = AtomicString(holder.text or "")
        for at, child in enumerate(holder):
            element.insert(at, child)


class _Scan:
    """One pass over one text."""

    def __init__(self, reader: InlineReader, text: str) -> None:
        self.reader = reader
        self.text = text
        self.at = 0
        self.out: list[Piece] = []
        self.brackets: list[_Bracket] = []
        self.code = (
            {start: (end, ticks) for start, end, ticks in find_code_spans(text)} if "`" in text else {}
        )
        self.missing_ends: set[str] = set()
        self.lowered: str | None = None  # the text in lower case, once it is needed

    def pieces(self) -> list[Piece]:
        """Text, elements and marks still to be paired, in order."""
        while self.reader.marks_left and (found := _SPECIAL.search(self.text, self.at)) is not None:
            self.reader.marks_left -= 1
            if found.start() > self.at:
                self.out.append(self.text[self.at : found.start()])
            self.at = found.start()
            if not _READERS[self.text[self.at]](self):
                self._add(self.text[self.at], 1)
        self.out.append(self.text[self.at :])
        return self.out

    def _add(self, piece: Piece, length: int) -> bool:
        self.out.append(piece)
        self.at += length
        return True

    def read_escape(self) -> bool:
        following = self.text[self.at + 1 : self.at + 2]
        return bool(following) and following in punctuation and self._add(following, 2)

    def read_code(self) -> bool:
        span = self.code.get(self.at)
        if span is None:
            run = self._run_end() - self.at
            return self._add("`" * run, run)
        end, ticks = span
        source = self.text[self.at + ticks : end - ticks].replace("\n", " ")
        if source[:1] == " " == source[-1:] and source.strip():
            source = source[1:-1]
        element = Element("code")
        element.text = AtomicString(source)
        return self._add(element, end - self.at)

    def read_formula(self) -> bool:
        source = find_formula(self.text, self.at)
        if not source:
            run = self._run_end() - self.at
            return self._add("$" * run, run)
        self.reader.formula_room -= len(source)
        return self._add(make_formula(source, is_shown=self.reader.formula_room >= 0), len(source))

    def read_newline(self) -> bool:
        self._add(Element("br"), 1)
        self.out.append("\n")
        return True

    def read_marks(self) -> bool:
        end, char = self._run_end(), self.text[self.at]
        if char in "=~" and end - self.at != 2:
            return self._add(self.text[self.at : end], end - self.at)
        return self._add(find_delimiter(self.text, self.at, end), end - self.at)

    def _run_end(self) -> int:
        end, char = self.at, self.text[self.at]
        while end < len(self.text) and self.text[end] == char:
            end += 1
        return end

    def read_entity(self) -> bool:
        found = _ENTITY.match(self.text, self.at)
        return found is not None and self._add(html.unescape(found[0]), len(found[0]))

    def read_url(self) -> bool:
        if self.at and self.text[self.at - 1].isalnum():
            return False
        found = _URL.match(self.text, self.at)
        if found is None:
            return False
        url = found[0].rstrip(".,;:!?'*_~")
        if "(" not in url:
            url = url.rstrip(")").rstrip(".,;:!?'*_~")
        return self._add(self._make_outside_link(url), len(url))

    def _make_outside_link(self, url: str) -> Element:
        element = self.reader.linker.link_address(url, "")
        element.text = AtomicString(url.removeprefix("mailto:"))
        return element

    def read_note_tag(self) -> bool:
        if self.at and not self.text[self.at - 1].isspace():
            return False
        found = _NOTE_TAG.match(self.text, self.at)
        if found is None or not any(not char.isdigit() for char in found[1]):
            return False
        return self._add(self.reader.linker.tag(found[1]), len(found[0]))

    def read_bracket(self) -> bool:
        is_image = self.text[self.at] == "!"
        if self._read_wikilink():
            return True
        note = None if is_image else _FOOTNOTE.match(self.text, self.at)
        if note and (mark := self.reader.footnotes.refer(note[1])) is not None:
            return self._add(mark, len(note[0]))
        length = 1 + is_image
        self.brackets.append(_Bracket(len(self.out), self.at + length, is_image))
        return self._add(self.text[self.at : self.at + length], length)

    def _read_wikilink(self) -> bool:
        found = WIKILINK.match(self.text, self.at)
        link = split_wikilink(found[2]) if found else None
        if found is None or link is None:
            return False
        if found[1]:
            return self._add(self.reader.linker.embed(link), len(found[0]))
        element = self.reader.linker.link(link)
        self.reader.read(element)
        return self._add(element, len(found[0]))

    def read_inline_footnote(self) -> bool:
        found = _INLINE_FOOTNOTE.match(self.text, self.at)
        if found is None:
            return False
        mark = self.reader.footnotes.add_inline(found[1])
        return mark is not None and self._add(mark, len(found[0]))

    def read_closing_bracket(self) -> bool:
        if not self.brackets:
            return False
        bracket = self.brackets.pop()
        destination = self._read_destination(bracket)
        if destination is None:
            return False
        address, title, end = destination
        inner = self.out[bracket.piece + 1 :]
        del self.out[bracket.piece :]
        if bracket.is_image:
            element = self.reader.linker.image(_plain(inner), address)
        else:
            element = self.reader.linker.link_address(address, title)
            pair_marks(inner, element)
            _unlink(element)
            # A link holds no other link.
            self.brackets.clear()
        return self._add(element, end - self.at)

    def _read_destination(self, bracket: _Bracket) -> tuple[str, str, int] | None:
        """Address, title and end of what follows a closing bracket."""
        after = self.at + 1
        found = _ADDRESS.match(self.text, after) if self.text[after : after + 1] == "(" else None
        if found:
            address = found["angled"] if found["angled"] is not None else found["bare"]
            return html.unescape(address), found["double"] or found["single"] or "", found.end()
        if not self.reader.references:
            return None
        label = _LABEL.match(self.text, after)
        written = label[1] if label and label[1].strip() else ""
        if not written and self.at - bracket.text <= MAX_LABEL:
            written = self.text[bracket.text : self.at]
        reference = self.reader.references.get(" ".join(written.casefold().split()))
        return (reference, "", label.end() if label else after) if reference else None

    def read_html(self) -> bool:
        link = _AUTOLINK.match(self.text, self.at)
        if link:
            return self._add(self._make_outside_link(link[1]), len(link[0]))
        if self.text.startswith("<!--", self.at):
            return self._skip_past("-->")
        found = _TAG.match(self.text, self.at)
        if found is None or found[2].lower() not in KNOWN_TAGS:
            return False
        name = found[2].lower()
        if name in SWALLOWED_TAGS and not found[1] and self._skip_past(f"</{name}>"):
            return True
        piece = self._make_tag(name, found)
        return self._add(piece if piece is not None else "", len(found[0]))

    def _make_tag(self, name: str, found: re.Match[str]) -> Piece | None:
        attributes = _read_attributes(found[3])
        if name in ("br", "wbr"):
            return Element(name)
        if name == "img":
            return self.reader.linker.image(attributes.get("alt", ""), attributes.get("src", ""))
        if name not in INLINE_TAGS:
            return None
        element = Element(name)
        if name == "a" and not found[1]:
            element = self._make_raw_link(attributes)
        elif name == "abbr" and "title" in attributes:
            element.set("title", attributes["title"])
        return Tag(element, bool(found[1]), found[0])

    def _make_raw_link(self, attributes: dict[str, str]) -> Element:
        element = self.reader.linker.link_address(attributes.get("href", ""), attributes.get("title", ""))
        element.tag = "a"
        return element

    def _skip_past(self, end: str) -> bool:
        """Leave out everything up to the end of a comment or of an element that is not shown."""
        if end in self.missing_ends:
            return False
        if self.lowered is None:
            self.lowered = self.text.lower()
        found = self.lowered.find(end, self.at)
        if found < 0:
            # A search that failed once fails for the rest of the text: remembering it keeps this linear.
            self.missing_ends.add(end)
            return False
        self.at = found + len(end)
        return True


def _unlink(link: Element) -> None:
    """Take the addresses from links within a link, as of a picture elsewhere: there can be but one."""
    for inner in link.findall(".//a"):
        inner.tag = "span"
        for name in ("href", "rel"):
            inner.attrib.pop(name, None)


def _read_attributes(source: str) -> dict[str, str]:
    if len(source) > MAX_ATTRIBUTES:
        return {}
    found = _ATTRIBUTE.finditer(source)
    return {match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "") for match in found}


def _plain(pieces: list[Piece]) -> str:
    """The text of a picture's description."""
    texts = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif isinstance(piece, Element):
            texts.append("".join(piece.itertext()))
        elif not isinstance(piece, Tag):
            texts.append(piece.char * piece.count if piece.char == "_" else "")
    return "".join(texts)


_READERS: dict[str, Callable[[_Scan], bool]] = {
    "\\": _Scan.read_escape,
    "`": _Scan.read_code,
    "\n": _Scan.read_newline,
    "*": _Scan.read_marks,
    "_": _Scan.read_marks,
    "~": _Scan.read_marks,
    "=": _Scan.read_marks,
    "$": _Scan.read_formula,
    "&": _Scan.read_entity,
    "h": _Scan.read_url,
    "#": _Scan.read_note_tag,
    "[": _Scan.read_bracket,
    "!": _Scan.read_bracket,
    "^": _Scan.read_inline_footnote,
    "]": _Scan.read_closing_bracket,
    "<": _Scan.read_html,
}


class InlineTreeprocessor(Treeprocessor):
    """Reads the text of every block, then lays the footnotes below the page."""

    def __init__(self, md: Markdown, reader: InlineReader) -> None:
        super().__init__(md)
        self.reader = reader

    def run(self, root: Element) -> None:
        """Read all text below `root` in place."""
        for element in list(root.iter()):
            self.reader.read(element)
        self.reader.footnotes.lay_out(root, self.reader.read)
