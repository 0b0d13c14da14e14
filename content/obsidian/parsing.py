"""From the text of a note to its tree and its page, in one parse."""

from dataclasses import replace
from html import escape
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from content.obsidian.callouts import read_quote
from content.obsidian.cleaning import clean_page, make_serializer, make_signature
from content.obsidian.fences import read_fence, read_indented
from content.obsidian.footnotes import Footnotes
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
from content.obsidian.wikilinks import Linker

# Tried in this order on each line that no container above it has taken; paragraphs take what is left.
READERS: tuple[Reader, ...] = (
    read_blank,
    read_fence,
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
    """The tree of a note and its page, its links resolved; never raises, whatever the text."""
    outline = scan_note(source, stem)
    if too_large := find_size_problem(source):
        words = escape(
            f"{too_large.message[0].upper()}{too_large.message[1:]}. To read it here, {too_large.remedy}."
        )
        return Note(outline, (), f"<p>{words}</p>")
    lines = prepare_source(source).split("\n")
    shown, _problems = hide_comments(lines[read_frontmatter(lines).line_count :])
    body = "\n".join(line for line in shown if line is not None)
    signature = make_signature(source)
    obsidian = ObsidianExtension(resolver)
    md = Markdown(extensions=[obsidian])
    # Markdown sets its own serializer after its extensions have had their say.
    md.serializer = make_serializer(signature)
    html = md.convert(body)
    tree = obsidian.tree
    headings, block_ids = (tuple(tree.headings), tuple(tree.block_ids)) if tree else ((), ())
    outline = replace(outline, headings=headings, block_ids=block_ids)
    return Note(outline, obsidian.blocks, clean_page(html, signature))


class ObsidianExtension(Extension):
    """Python-Markdown with our readers in place of its own: of what it comes with, only the frame stays."""

    def __init__(self, resolver: Resolver) -> None:
        super().__init__()
        self.resolver = resolver
        self.tree: TreeReader | None = None
        self.blocks: tuple[Block, ...] = ()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Put our processors into `md`."""
        footnotes = Footnotes()
        page = PageParser(md, READERS, footnotes)
        reader = InlineReader(Linker(self.resolver), page.references, footnotes)
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
