"""The outline of a note, found line by line: an index of a large vault is built without rendering a note."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from content.obsidian.block_ids import is_block_id, split_block_id
from content.obsidian.footnotes import Footnotes
from content.obsidian.formulas import hide_inline, measure_display
from content.obsidian.frontmatter import read_frontmatter
from content.obsidian.inlines import InlineReader
from content.obsidian.leaves import CONTAINERS, is_delimiter_row, is_rule
from content.obsidian.limits import MAX_BLOCKS, MAX_LINKS, MAX_NOTE_BYTES
from content.obsidian.masking import FenceTracker, hide_code, hide_comments
from content.obsidian.note import Heading, Link, Outline, Problem
from content.obsidian.outgoing import read_links
from content.obsidian.resolving import Target
from content.obsidian.slugs import PAGE_IDS, Anchors
from content.obsidian.tree import plain_text
from content.obsidian.wikilinks import Linker

# Part of what a sync compares: raise it when a scan finds something else in the same text.
SCANNER_VERSION = 4
MAX_HEADING_LINES = 20  # of one whose underline is `===` or `---`

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)(.*)$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|--+)[ \t]*$")
_CALLOUT = re.compile(r"\[![^\[\]]+\][+-]?[ \t]*")
_SIMPLE = re.compile(r"[->*+] (?:\*\*)?[A-Za-z]")
_TASK = re.compile(r"\[.\][ \t]+")
_TAG = re.compile(r"#([\w/-]+)")
_INLINE = re.compile(r"[\\`\[\]*_~=<&!#^]|https?:")


class _Nowhere:
    """A vault without notes: what a heading says does not depend on where its links lead."""

    def note(self, target: str, fragment: str) -> Target | None:
        return None

    def file(self, target: str) -> str | None:
        return None


class _Anywhere(Footnotes):
    """The footnotes of a note that is not read whole: each label counts as defined somewhere in it."""

    def refer(self, label: str) -> Element | None:
        """A mark in the text."""
        return self.add_inline(label)


def prepare_source(source: str) -> str:
    """The text with plain line ends and without characters that no page can hold."""
    if not source.isascii():
        source = source.encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    return source.replace("\0", "\ufffd")


def find_size_problem(source: str) -> Problem | None:
    """What is wrong with a note too large to be read."""
    if len(source.encode("utf-8", "replace")) <= MAX_NOTE_BYTES:
        return None
    limit = f"{MAX_NOTE_BYTES // 1024} KiB"
    return Problem(
        1, f"the note is larger than {limit} and is not read", f"split it into notes under {limit}"
    )


def scan_note(source: str, stem: str) -> Outline:
    """The outline of a note, from its text and its file's name without `.md`; in linear time."""
    if too_large := find_size_problem(source):
        return Outline(stem, problems=(too_large,))
    lines = prepare_source(source).split("\n")
    front = read_frontmatter(lines)
    body = lines[front.line_count :] if front.line_count else lines
    shown, comment_problems = hide_comments(body) if "%%" in source else (body, ())
    moved = (
        Problem(problem.line + front.line_count, problem.message, problem.remedy)
        for problem in comment_problems
    )
    scan = _Scan()
    scan.read_all(shown, front.line_count + 1)
    return Outline(
        title=stem,
        properties=front.properties,
        headings=tuple(scan.headings),
        heading_lines=tuple(scan.heading_lines),
        block_ids=tuple(scan.block_ids),
        tags=_without_twins([*_texts_of(front.properties.get("tags")), *scan.tags]),
        aliases=_without_twins(_texts_of(front.properties.get("aliases"))),
        links=tuple(scan.links),
        words=scan.words,
        problems=(*front.problems, *moved),
    )


def _texts_of(value: object) -> list[str]:
    """The texts of a property: a list, or one text with several parted by commas."""
    values = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return [text for one in values if isinstance(one, str | int | float) and (text := str(one).strip(" #"))]


def _without_twins(texts: list[str]) -> tuple[str, ...]:
    by_key: dict[str, str] = {}
    for text in texts:
        by_key.setdefault(text.casefold(), text)
    return tuple(by_key.values())


class _Scan:
    """What has been found in the lines so far."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.heading_lines: list[int] = []
        self.block_ids: list[str] = []
        self.links: list[Link] = []
        self.tags: list[str] = []
        self.words = 0
        self._number = 0  # of the line being read
        self._fences = FenceTracker()
        self._anchors = Anchors(PAGE_IDS)
        self._names = Anchors()
        self._name = ""  # the block id at the end of the last line, if its block ends there
        self._paragraph: list[str] = []  # lines of text that a line of `---` would make a heading
        self._listed = False  # what is indented belongs to a list
        self._quoted = False
        self._tabled = False  # the last lines are a table
        self._contained = False  # the last lines belong to a list or quote, which plain text continues

    def read_all(self, lines: Sequence[str | None], first: int) -> None:
        """Take in the lines of a note, `None` for one that isn't shown; the first has this number."""
        formula_end = 0
        for at, line in enumerate(lines):
            if line is None or at < formula_end:
                continue
            # Below the text of a list or quote, dollars go on with it.
            if "$$" in line and self._begins_formula(line):
                count, name = measure_display(lines, at)
                if count:
                    self._fences.covers(line)  # one in a quote ends here
                    formula_end = at + count
                    self._part("")
                    self._name = name
                    self.finish()
                    continue
            self.read(line, first + at)
        self.finish()

    def _begins_formula(self, line: str) -> bool:
        return line.lstrip().startswith("$$") and not (self._contained or self._fences.holds(line))

    def read(self, line: str, number: int) -> None:
        """Take in the next line."""
        self._number = number
        first = line[:1]
        if not line and not self._fences.fence:
            self._part(line)
        elif (self._fences.fence or "```" in line or "~~~" in line) and self._fences.covers(line):
            self._part(line)
            # No text goes on with code.
            self._contained = False
            if first in "`~>":
                # Without indentation no list holds it.
                self._listed = False
        elif first.isalpha():
            self._read_plain(line)
        elif first in "->*+" and _SIMPLE.match(line):
            self._read_simple(line, is_quote=first == ">")
        elif line.strip(" \t>"):
            self._read_marked(line)
        else:
            self._part(line)

    def _part(self, line: str) -> None:
        """A line of code, or one without text, parts what stands around it."""
        self.finish()
        self._paragraph = []
        self._tabled = False
        self._contained = self._contained and bool(line.strip())

    def _read_plain(self, line: str) -> None:
        """A line that begins with a letter: no mark of a list, quote, heading, rule or table can be there."""
        if self._contained:
            self._paragraph = []
        else:
            self._listed = False
            self._go_on(line.rstrip())
        self._quoted = False
        self._read_text(line)

    def _read_simple(self, line: str, *, is_quote: bool) -> None:
        """The commonest marks: one of a list or quote at the very start, then a word, perhaps a bold one."""
        if not (is_quote and self._quoted):
            self.finish()
        self._listed, self._quoted, self._contained, self._tabled = not is_quote, is_quote, True, False
        self._paragraph = []
        self._read_text(line[2:])

    def _read_marked(self, line: str) -> None:
        if self._tabled and is_block_id(line):
            # It names the table and ends it.
            self._tabled = self._contained = False
        start = self._find_text(line)
        if start is None:
            return
        if self._read_heading(line, line[start:].rstrip(), bool(line[:start].strip())):
            return
        marks = line[:start]
        if marks.strip(" \t>") or (">" in marks and not self._quoted):
            self.finish()
        self._quoted = ">" in marks
        self._read_text(line[start:])
        if self._quoted and _CALLOUT.match(line, start):
            # The title of a callout is a block of its own.
            self.finish()

    def _go_on(self, content: str) -> None:
        """One more line of a paragraph; of a long one, a heading keeps the last."""
        if len(self._paragraph) > MAX_HEADING_LINES:
            del self._paragraph[0]
        self._paragraph.append(content)

    def _read_text(self, text: str) -> None:
        self._name = ""
        if "^" in text:
            text, self._name = split_block_id(text)
        text = text.rstrip()
        self.words += text.count(" ") + 1 if text else 0
        if "[" in text or "#" in text:
            self._read_marks(text)

    def finish(self) -> None:
        """A block ends: the id at the end of its last line is its own; within a block it is text."""
        if self._name:
            self.block_ids.append(self._names.claim(self._name))
        self._name = ""

    def _find_text(self, line: str) -> int | None:
        """Where the text of a line begins, behind the marks of its quotes and lists; `None` in indented code."""
        bare = line.lstrip(" \t")
        if not self._listed and line.startswith(("    ", "\t")):
            # Below text it goes on with the text, marks and all; elsewhere it is code.
            return len(line) - len(bare) if self._paragraph or self._contained else None
        prefix = CONTAINERS.match(line)
        start = prefix.end() if prefix else 0
        if line[:start].strip():
            # A quote that is indented may stand in an item.
            self._listed = bool(line[:start].strip(" \t>")) or (self._listed and bare != line)
        elif bare == line and (not self._contained or line.startswith("#") or is_rule(line)):
            self._listed = False
        return start

    def _read_heading(self, line: str, content: str, contained: bool) -> bool:
        """Whether the line is a heading, makes one of the lines above it, or is a rule."""
        found = _HEADING.match(content) if content.startswith("#") and self._has_room() else None
        if found:
            self.finish()
            text = _CLOSING_HASHES.sub("", found[2]) if found[2].endswith("#") else found[2]
            self._add_heading(text, len(found[1]))
            self.words += len(text.split())
            self._read_marks(text)
            self._end_containers()
            return True
        underline = _UNDERLINE.match(line) if self._may_be_heading() else None
        if underline:
            self._number -= len(self._paragraph)
            self._add_heading("\n".join(self._paragraph), 1 if underline[1][0] == "=" else 2)
            self._paragraph = []
            return True
        if is_rule(line):
            self.finish()
            self._end_containers()
            return True
        # The rows of a table are no text either.
        self._tabled = not contained and (self._tabled or is_delimiter_row(line))
        self._contained = self._contained or contained or self._tabled
        if self._contained:
            self._paragraph = []
        else:
            self._go_on(content)
        return False

    def _may_be_heading(self) -> bool:
        """Whether a line below makes a heading of the paragraph so far: not of a block id alone."""
        is_text = bool(self._paragraph) and not (
            len(self._paragraph) == 1 and is_block_id(self._paragraph[0])
        )
        return is_text and self._has_room()

    def _end_containers(self) -> None:
        self._paragraph = []
        self._contained = self._tabled = False

    def _has_room(self) -> bool:
        return len(self.headings) < MAX_BLOCKS

    def _add_heading(self, markdown: str, level: int) -> None:
        text, self._name = split_block_id(markdown.strip())
        self.finish()
        plain = " ".join(read_plain(text).split())
        self.headings.append(Heading(plain, level, self._anchors.claim_heading(plain)))
        self.heading_lines.append(self._number)

    def _read_marks(self, text: str) -> None:
        """The links and tags of a text; inline code holds none, but its words belong to the sentence."""
        bare = _TASK.sub("", _CALLOUT.sub("", text, count=1), count=1) if text.startswith("[") else text
        masked = hide_inline(hide_code(bare)) if "$" in bare else hide_code(bare)
        if "#" in masked and len(self.tags) < MAX_LINKS:
            self.tags += (found[1] for found in _TAG.finditer(masked) if _is_tag(found))
        if "](" in masked or "]]" in masked:
            above = self.headings[-1] if self.headings else None
            self.links += read_links(bare, masked, above, MAX_LINKS - len(self.links))


def read_plain(markdown: str) -> str:
    """The words of a line of Markdown, read by the very reader that makes the page."""
    if not _INLINE.search(markdown):
        return markdown
    element = Element("span")
    element.text = markdown
    InlineReader(Linker(_Nowhere()), {}, _Anywhere()).read(element)
    return plain_text(element)


def _is_tag(found: re.Match[str]) -> bool:
    """Whether a hash begins a word, and that word is more than a number."""
    start = found.start()
    return (start == 0 or found.string[start - 1].isspace()) and not found[1].isdigit()
