"""The `Note` tree: what one Markdown file of a vault says, as plain values.

Everything downstream (page, backlinks, facts, questions) reads this tree; nothing reads Markdown twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["strong", "emphasis", "code", "highlight", "strike", "link"]
BlockKind = Literal[
    "heading", "paragraph", "list", "item", "callout", "quote", "code", "table", "rule", "embed", "html"
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that did not stop it from being read."""

    line: int  # 1-based line in the file
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text under the same marks."""

    text: str
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Heading:
    text: str  # plain text, no Markdown
    level: int  # 1 to 6
    anchor: str  # id on the page, unique in the note


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a note.

    `anchor` is the block's id on the page: an explicit `^id` as `^id`, else one minted from its text.
    `spans` is the block's own inline text: a callout's title, an item's first line, the source of a code block.
    `headings` is the path of heading texts above it, outermost first.
    """

    kind: BlockKind
    anchor: str
    headings: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    children: tuple["Block", ...] = ()
    level: int = 0  # of a heading
    ordered: bool = False  # of a list
    language: str = ""  # of a code block
    callout: str = ""  # canonical kind of a callout: `warning` for `[!attention]`
    callout_type: str = ""  # as written, lower case
    fold: Literal["", "+", "-"] = ""

    @property
    def text(self) -> str:
        """The block's own text, without marks."""
        return "".join(span.text for span in self.spans)

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Link:
    """A wikilink, Markdown link or embed from one note to something in its vault."""

    target: str  # as written, without fragment: `STS & Identity Federation`; empty for this very note
    fragment: str = ""  # `Heading`, `A#B` or `^id`
    shown: str = ""  # text that stands for the link
    embed: bool = False
    sentence: str = ""  # plain text of the sentence it stands in
    heading: str = ""  # text of the heading above it
    anchor: str = ""  # id of that heading on the page


@dataclass(frozen=True, slots=True)
class Outline:
    """What an index needs of a note, found by scanning and not by parsing."""

    title: str
    properties: Mapping[str, object] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    heading_lines: tuple[int, ...] = ()  # the 1-based line in the file of each heading
    block_ids: tuple[str, ...] = ()  # without the caret
    tags: tuple[str, ...] = ()  # without the hash, of properties and text, each once
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    words: int = 0  # of the body
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note: its outline, its blocks, its page."""

    outline: Outline
    blocks: tuple[Block, ...]
    html: str  # cleaned; holds slots (see `content.obsidian.slots`)

    def walk(self) -> Iterator[Block]:
        for block in self.blocks:
            yield from block.walk()
