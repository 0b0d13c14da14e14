"""What of a note is searched: its names, headings, text and tags; and the text section by section."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.models import Note
from content.obsidian.masking import hide_comments
from content.obsidian.scanning import prepare_source
from content.search.folding import space_words
from content.search.query import fold_tag

MAX_CHARACTERS = 200_000  # of a note; PostgreSQL takes no more words of one text than a megabyte holds
MAX_TAG_BYTES = 200

# What the source says that the page doesn't: where links lead, comments, and what kind a callout is of.
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?(?:a|b|br|code|div|em|hr|i|img|kbd|p|span|strong|sub|sup|u)\b[^<>\n]*>")
_CALLOUT = re.compile(r"\[![\w -]+(?:\|[^\[\]\n]*)?\][+-]?")
_BLOCK_ID = re.compile(r"(?:^| )\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)


class Entry(NamedTuple):
    """What the index holds of a note, folded; `marks` are its tags as one word each."""

    vault_id: int
    note_id: int
    names: str
    headings: str
    body: str
    marks: str


class Section(NamedTuple):
    """A heading of a note and the text below it; the text above the first heading has no heading."""

    heading: str
    anchor: str
    text: str


# INVARIANT: SQLite's index forgets a note by being told the very entry it was given. Whoever changes what an
# entry holds adds a migration that empties the index, as the one that made it does.
def entry_of(note: Note) -> Entry:
    """The entry of a stored note."""
    return Entry(
        note.vault_id,
        note.pk,
        space_words("\n".join([note.title, *note.aliases])),
        space_words("\n".join(heading["text"] for heading in note.headings)),
        space_words(show_text("\n".join(_lines_of(note)))),
        " ".join(marks_of(note)),
    )


def marks_of(note: Note) -> list[str]:
    """A word for each tag and each tag above it, so that `a` finds `a/b`."""
    found: dict[str, None] = {}
    for tag in note.tags:
        parts = fold_tag(tag).split("/")
        found |= dict.fromkeys(mark_of("/".join(parts[: end + 1])) for end in range(len(parts)))
    return list(found)


def mark_of(tag: str) -> str:
    """One word of letters and digits for a folded tag, whatever it holds."""
    return "tag" + tag.encode("utf-8", "replace")[:MAX_TAG_BYTES].hex()


def sections_of(note: Note) -> Iterator[Section]:
    """The sections of a note in reading order, their text as it is searched."""
    lines = _lines_of(note)
    starts = [(heading["text"], heading["anchor"], heading["line"]) for heading in note.headings]
    ends = [line - 1 for _text, _anchor, line in starts[1:]] + [len(lines)]
    if starts:
        yield Section("", "", show_text("\n".join(lines[: starts[0][2] - 1])))
    else:
        yield Section("", "", show_text("\n".join(lines)))
    for (text, anchor, line), end in zip(starts, ends, strict=bool(starts)):
        yield Section(text, anchor, show_text("\n".join(lines[line:end])))


def show_text(markdown: str) -> str:
    """Markdown without what a reader doesn't see of it; marks of emphasis and lists stay."""
    if "[" in markdown:
        markdown = _CALLOUT.sub("", _LINK.sub(r"\1", _WIKILINK.sub(r"\1", markdown)))
    if "<" in markdown:
        markdown = _TAG.sub(" ", _COMMENT.sub(" ", markdown))
    return _BLOCK_ID.sub("", markdown) if "^" in markdown else markdown


def _lines_of(note: Note) -> list[str]:
    """The lines of a note's file, those of properties and comments empty."""
    source = prepare_source(note.source[:MAX_CHARACTERS])
    lines = source.split("\n")
    first = _count_properties(lines)
    lines[:first] = [""] * first
    if "%%" in source:
        shown, _problems = hide_comments(lines[first:])
        lines[first:] = [line or "" for line in shown]
    return lines


def _count_properties(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
