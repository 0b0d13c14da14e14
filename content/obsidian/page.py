"""The page while it is being built: a parser of Python-Markdown that goes line by line.

Python-Markdown cuts a text into blocks at blank lines before anything else sees it, which Obsidian's lists,
callouts and fences don't survive. Here each reader is offered the next line
and takes what is its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import AtomicString

from content.obsidian.footnotes import Footnotes
from content.obsidian.limits import MAX_BLOCKS, MAX_DEPTH
from content.obsidian.lines import Lines, expand_indent


@dataclass(frozen=True, slots=True)
class Place:
    """Where the lines being read stand."""

    depth: int = 0
    quoted: bool = False  # somewhere inside a quote or callout
    listed: bool = False  # directly inside a list item

    def inside(self, *, quoted: bool, listed: bool) -> "Place":
        """The place one container further in."""
        return replace(self, depth=self.depth + 1, quoted=quoted, listed=listed)


Reader = Callable[["PageParser", Element, Lines, Place], bool]


class PageParser(BlockParser):
    """Reads the lines of a note into an element tree, and keeps what stands outside the flow of the page."""

    def __init__(self, md: Markdown, readers: tuple[Reader, ...], footnotes: Footnotes) -> None:
        super().__init__(md)
        self.readers = readers
        self.block_count = 0
        self.coloured_length = 0
        self.policies_length = 0
        self.footnotes = footnotes
        self.references: dict[str, str] = {}
        self.unclosed_tags: set[str] = set()
        self._regions: Counter[str] = Counter()

    def name_region(self, name: str) -> str:
        """The name for a part that scrolls by itself: a second one of a name is numbered, so all differ."""
        self._regions[name] += 1
        return f"{name} {self._regions[name]}" if self._regions[name] > 1 else name

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 (Python-Markdown's name)
        """The element tree of a whole note."""
        self.root = Element(self.md.doc_tag)
        self.read(self.root, [expand_indent(line) for line in lines], Place())
        return ElementTree(self.root)

    def read(self, parent: Element, lines: list[str], place: Place) -> None:
        """Append to `parent` the blocks that `lines` hold."""
        cursor = Lines(lines)
        if place.depth > MAX_DEPTH:
            add_text(parent, "p", "\n".join(line.strip() for line in lines).strip("\n"))
            return
        while cursor:
            if self.block_count >= MAX_BLOCKS:
                self._add_plain(parent, cursor.take_rest())
                return
            self.block_count += 1
            # The last reader, of paragraphs, takes anything.
            next(reader for reader in self.readers if reader(self, parent, cursor, place))

    def _add_plain(self, parent: Element, lines: list[str]) -> None:
        frame = SubElement(parent, "pre", {"class": "code", "tabindex": "0", "role": "region"})
        frame.set("aria-label", "The rest of the note as plain text")
        SubElement(frame, "code").text = AtomicString("\n".join(lines))


def add_text(parent: Element, name: str, text: str) -> Element:
    """A new element whose text is Markdown, to be read when all blocks are known."""
    element = SubElement(parent, name)
    element.text = text
    return element
