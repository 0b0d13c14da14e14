"""From the text of a note to its tree and its page, in one parse."""

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from content.obsidian.callouts import read_quote
from content.obsidian.cleaning import clean_page, clean_part, make_serializer, make_signature
from content.obsidian.embeds import ShowPart, fill_embeds, find_part, lay_out_embeds
from content.obsidian.fences import read_fence, read_indented
from content.obsidian.footnotes import Footnotes
from content.obsidian.formulas import read_formula
from content.obsidian.frontmatter import read_frontmatter
from content.obsidian.inlines import InlineReader, InlineTreeprocessor
from content.obsidian.leaves import (
    read_blank,
    read_footnote,
    read_heading,
    read_html,
    read_paragraph,
    read_reference,
    read_rule,
)
from content.obsidian.lists import read_list
from content.obsidian.masking import hide_comments
from content.obsidian.note import Block, Note
from content.obsidian.page import PageParser, Reader
from content.obsidian.resolving import Resolver
from content.obsidian.scanning import find_size_problem, prepare_source, scan_note
from content.obsidian.tables import read_table
from content.obsidian.tree import TreeReader
from content.obsidian.wikilinks import Linker, TagUrl

# Tried in this order on each line that no container above it has taken; paragraphs take what is left.
READERS: tuple[Reader, ...] = (
    read_blank,
    read_fence,
    read_formula,
    read_heading,
    read_rule,
    read_quote,
    read_list,
    read_indented,
    read_html,
    read_table,
    read_footnote,
    read_reference,
    read_paragraph,
)


def parse_note(source: str, stem: str, resolver: Resolver) -> Note:
    """The tree of a note and its page, its links resolved; never raises, whatever the text.

    Embeds of notes are links, and tags lead nowhere: a `Reading` can do both.
    """
    return Reading(source, resolver).note(stem)


class Reading:
    """One parse of a note, to be written as a page or in parts."""

    def __init__(self, source: str, resolver: Resolver, tag_url: TagUrl | None = None) -> None:
        self._source = source
        self._signature = make_signature(source)
        self._serialize = make_serializer(self._signature)
        self._root = Element("div")
        self._obsidian = ObsidianExtension(Linker(resolver, tag_url))
        if too_large := find_size_problem(source):
            words = (
                f"{too_large.message[0].upper()}{too_large.message[1:]}. To read it here, {too_large.remedy}."
            )
            SubElement(self._root, "p").text = words
        else:
            self._read()

    def _read(self) -> None:
        lines = prepare_source(self._source).split("\n")
        shown, _problems = hide_comments(lines[read_frontmatter(lines).line_count :])
        md = Markdown(extensions=[self._obsidian])
        # The tree is written later, and perhaps not all of it.
        md.stripTopLevelTags = False
        md.serializer = self._keep
        md.convert("\n".join(line for line in shown if line is not None))

    def _keep(self, root: Element) -> str:
        self._root = root
        if self._obsidian.linker.embeds:
            lay_out_embeds(root)
        return ""

    def note(self, stem: str, show_part: ShowPart | None = None) -> Note:
        """The whole note; `stem` is its file's name without `.md`."""
        outline, tree = scan_note(self._source, stem), self._obsidian.tree
        if tree:
            outline = replace(outline, headings=tuple(tree.headings), block_ids=tuple(tree.block_ids))
        html = clean_page(self._write(self._root), self._signature)
        return Note(outline, self._obsidian.blocks, self._fill(html, show_part))

    def part(self, anchor: str, home: str, show_part: ShowPart | None = None) -> str | None:
        """A section, a block or (for no anchor) all of the note, as HTML for another page; `None` for no such place.

        It has no ids, and its links within the note lead to `home`, the note's own address.
        """
        tree = self._obsidian.tree
        elements = find_part(self._root, anchor, tree.headings if tree else ())
        if anchor and not elements:
            return None
        html = clean_part(self._write(elements), self._signature, home)
        return self._fill(html, show_part)

    def _write(self, elements: Iterable[Element]) -> str:
        return "".join(map(self._serialize, elements)).strip()

    def _fill(self, html: str, show_part: ShowPart | None) -> str:
        return fill_embeds(html, self._obsidian.linker.embeds, show_part)


class ObsidianExtension(Extension):
    """Python-Markdown with our readers in place of its own: of what it comes with, only the frame stays."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self.linker = linker
        self.tree: TreeReader | None = None
        self.blocks: tuple[Block, ...] = ()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Put our processors into `md`."""
        footnotes = Footnotes()
        page = PageParser(md, READERS, footnotes)
        reader = InlineReader(self.linker, page.references, footnotes)
        md.preprocessors = Registry()
        md.postprocessors = Registry()
        md.treeprocessors = Registry()
        md.treeprocessors.register(InlineTreeprocessor(md, reader), "inline", 20)
        md.treeprocessors.register(_TreeTreeprocessor(md, self), "tree", 10)
        md.parser = page


class _TreeTreeprocessor(Treeprocessor):
    """Reads the finished page into blocks."""

    def __init__(self, md: Markdown, extension: ObsidianExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Keep the blocks below `root`."""
        tree = TreeReader(root)
        self.extension.blocks = tree.read()
        self.extension.tree = tree
