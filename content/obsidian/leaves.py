"""Readers of the blocks that hold no others: headings, rules, paragraphs, definitions, raw HTML."""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from content.obsidian.block_ids import is_block_id, split_block_id
from content.obsidian.cleaning import clean_fragment
from content.obsidian.formulas import count_formula_lines
from content.obsidian.html_tags import BLOCK_TAGS
from content.obsidian.limits import MAX_HTML_TAGS
from content.obsidian.lines import TAB, Lines, dedent, indent_of
from content.obsidian.page import PageParser, Place, add_text

# What stands before the text of a line in quotes and lists.
CONTAINERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|--+)[ \t]*$")
_HTML = re.compile(r" {0,3}<(?:!--|/?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$))")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_REFERENCE = re.compile(r" {0,3}\[([^\[\]^][^\[\]]*)\]:[ \t]*<?([^\s<>]+)>?[ \t]*(?:[\"'(].*[\"')])?[ \t]*$")
_MARKER = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_ANY_MARKER = re.compile(r" *(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_DELIMITER_CELL = re.compile(r":?-+:?")


def is_rule(line: str) -> bool:
    """Whether the line is `---`, `* * *` or the like."""
    bare = line.replace(" ", "").replace("\t", "")
    return len(bare) >= 3 and bare[0] in "-*_" and not bare.strip(bare[0]) and indent_of(line) < 4


def is_delimiter_row(line: str) -> bool:
    """Whether the line is the `| --- | :-: |` below the head of a table."""
    if "-" not in line or "|" not in line or line.strip("|-: \t"):
        return False
    cells = line.strip().strip("|").split("|")
    return all(_DELIMITER_CELL.fullmatch(cell.strip()) for cell in cells)


def starts_block(line: str, place: Place) -> bool:
    """Whether the line ends a paragraph above it by starting a block of another kind."""
    bare = line.lstrip(" ")
    if not bare:
        return True
    if place.listed and _ANY_MARKER.match(line):
        return True
    if indent_of(line) > 3:
        return False
    if bare[0] in "#>" and (bare[0] == ">" or _HEADING.match(line)):
        return True
    if bare.startswith(("```", "~~~")):
        return bare[0] == "~" or "`" not in bare.lstrip("`")
    if is_rule(line) or _MARKER.match(line):
        return True
    return bare[0] == "<" and _html_tag(line) is not None


def ends_paragraph(line: str) -> bool:
    """Whether no plain text below this line continues it: it is blank, a heading, a rule or a fence."""
    prefix = CONTAINERS.match(line)
    bare = line[prefix.end() :] if prefix else line
    return not bare.strip() or is_rule(bare) or bare.startswith(("```", "~~~")) or bool(_HEADING.match(bare))


def read_blank(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """Blank lines between blocks."""
    if (lines.peek() or "").strip():
        return False
    lines.take()
    page.block_count -= 1
    return True


def read_heading(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """`## Heading`, with or without closing hashes."""
    found = _HEADING.match(lines.peek() or "")
    if found is None:
        return False
    lines.take()
    text = found[2].strip()
    if text.endswith("#"):
        text = _CLOSING_HASHES.sub("", text).rstrip()
    add_heading(parent, text, len(found[1]))
    return True


def add_heading(parent: Element, markdown: str, level: int) -> None:
    """A heading of this level, with the explicit block id it may end in."""
    text, name = split_block_id(markdown)
    heading = add_text(parent, f"h{level}", text)
    if name:
        heading.set("block-id", name)


def read_rule(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A horizontal rule."""
    if not is_rule(lines.peek() or ""):
        return False
    lines.take()
    SubElement(parent, "hr")
    return True


def read_html(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """A block of raw HTML: to the next blank line, or to the end of the element it opens."""
    tag = _html_tag(lines.peek() or "")
    if tag is None:
        return False
    taken = _take_html(page, lines, tag)
    source = "\n".join(taken)
    if source.count("<") > MAX_HTML_TAGS:
        SubElement(parent, "p").text = AtomicString(source)
        return True
    cleaned = clean_fragment(source)
    if cleaned.strip():
        SubElement(parent, "raw").text = AtomicString(cleaned)
    return True


def _html_tag(line: str) -> str | None:
    found = _HTML.match(line)
    if found is None:
        return None
    tag = (found[1] or "!--").lower()
    return tag if tag in BLOCK_TAGS or tag == "!--" else None


def _take_html(page: PageParser, lines: Lines, tag: str) -> list[str]:
    closing = "-->" if tag == "!--" else f"</{tag}"
    # A search that failed once fails for every later block too: remembering it keeps this linear.
    end = None if closing in page.unclosed_tags else lines.find_ahead(closing)
    if end is not None:
        return [lines.take() for _ in range(end + 1)]
    page.unclosed_tags.add(closing)
    taken = [lines.take()]
    while lines and (lines.peek() or "").strip():
        taken.append(lines.take())
    return taken


def read_footnote(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """`[^1]: text`, with further lines indented by two spaces or more. It shows at the end of the page."""
    found = _FOOTNOTE.match(lines.peek() or "")
    if found is None:
        return False
    lines.take()
    taken = [found[2]]
    while (line := lines.peek()) is not None:
        blank = not line.strip()
        following = lines.peek(1) or ""
        if blank and not (following.strip() and indent_of(following) >= 2):
            break
        if not blank and indent_of(line) < 2 and (starts_block(line, place) or _FOOTNOTE.match(line)):
            break
        taken.append(dedent(lines.take(), TAB))
    item = Element("li")
    page.read(item, taken, place.inside(quoted=place.quoted, listed=False))
    page.footnotes.defined.setdefault(found[1].casefold(), item)
    return True


def read_reference(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """`[name]: https://...`, the address of links written `[text][name]`."""
    found = _REFERENCE.match(lines.peek() or "")
    if found is None:
        return False
    lines.take()
    page.references.setdefault(" ".join(found[1].casefold().split()), found[2])
    return True


def read_paragraph(page: PageParser, parent: Element, lines: Lines, place: Place) -> bool:
    """Lines of text up to a blank line or another block; a line of `===` or `---` makes them a heading."""
    taken = [lines.take().strip()]
    while (line := lines.peek()) is not None:
        is_id = len(taken) == 1 and is_block_id(taken[0])
        underline = None if place.quoted or is_id else _UNDERLINE.match(line)
        if underline:
            lines.take()
            add_heading(parent, "\n".join(taken), 1 if underline[1][0] == "=" else 2)
            return True
        if starts_block(line, place) or ("|" in line and is_delimiter_row(lines.peek(1) or "")):
            break
        if "$$" in line and count_formula_lines(lines):
            break
        # Two spaces at the end of a line are a line break in Markdown, as every line end is here.
        taken.append(lines.take().strip())
    text, name = split_block_id("\n".join(taken))
    # An id alone names the block above it; where that can't be, it stays as a place to link to.
    stands_alone = not text and len(parent) and parent[-1].get("block-id") is None
    block = (
        parent[-1] if stands_alone and parent[-1].tag not in ("hr", "raw") else add_text(parent, "p", text)
    )
    if name:
        block.set("block-id", name)
    return True
