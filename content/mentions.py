"""Notes that name a note without linking to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from content.backlinks import Citer, Line, Place
from content.models import Note
from content.obsidian.frontmatter import read_frontmatter
from content.obsidian.leaves import CONTAINERS
from content.obsidian.masking import FenceTracker, hide_code, hide_comments
from content.obsidian.scanning import prepare_source, read_plain
from content.search.index import find_notes
from content.search.query import parse_query

MOST_FOUND = 2_000  # notes for one name, those that link here among them
MOST_READ = 200  # notes whose text is looked through
MOST_NOTES = 30
MOST_LINES = 3  # of one note
SHORTEST_NAME = 3  # letters; a shorter one is found everywhere

_LINK = re.compile(r"\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]\([^()\n]*\)|<?https?://\S+")
_MARK = re.compile(r"#{1,6}[ \t]+|\[![^\[\]]+\][+-]?[ \t]*")
_SENTENCE_END = re.compile(r"[.!?]['\"’”)]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who names a note, by note and heading; `is_cut` where there may be more."""

    groups: list[Citer]
    is_cut: bool


def find_mentions(note: Note) -> Mentions:
    """The notes of the same vault that name this one by its title or an alias and don't link to it."""
    names = names_of(note)
    if not names:
        return Mentions([], False)
    pattern = name_pattern(names)
    citers: list[Citer] = []
    candidates = list(notes_with(note, names)[: MOST_READ + 1])
    for other in candidates[:MOST_READ]:
        if len(citers) == MOST_NOTES:
            return Mentions(citers, True)
        if places := list(places_in(other, pattern)):
            citers.append(Citer(other, places))
    return Mentions(citers, len(candidates) > MOST_READ)


def names_of(note: Note) -> list[str]:
    """What other notes may call it."""
    return [name for name in dict.fromkeys([note.title, *note.aliases]) if len(name) >= SHORTEST_NAME]


def name_pattern(names: list[str]) -> re.Pattern[str]:
    """Finds one of the names as whole words, in any case."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def notes_with(note: Note, names: list[str]) -> QuerySet[Note]:
    """Notes that the search finds for one of the names, perhaps in code, and that have no link to this one."""
    queries = (parse_query('"{}"'.format(name.replace('"', " "))) for name in names)
    found = {pk for query in queries for pk in find_notes(note.vault, query, MOST_FOUND)}
    linking = note.backlinks.values("source")
    others = Note.objects.filter(pk__in=found).exclude(pk=note.pk).exclude(pk__in=linking)
    return others.order_by("title").only("title", "slug", "source", "headings")


def places_in(note: Note, pattern: re.Pattern[str]) -> Iterator[Place]:
    """Where a note's text says one of the names, outside links and code."""
    home = note.get_absolute_url()
    found = 0
    for number, line in text_lines(note.source):
        match = pattern.search(mask_links(hide_code(line)))
        if match is None:
            continue
        heading = heading_above(note, number)
        url = f"{home}#{heading['anchor']}" if heading else home
        text = str(heading["text"]) if heading else ""
        yield Place(text, url, [Line(sentence_at(line, match.start()), match[0], is_embed=False)])
        found += 1
        if found == MOST_LINES:
            return


def text_lines(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a note that are text, each with its 1-based number in the file."""
    lines = prepare_source(source).split("\n")
    start = read_frontmatter(lines).line_count
    shown, _problems = hide_comments(lines[start:])
    fences = FenceTracker()
    for number, line in enumerate(shown, start + 1):
        if line is not None and not fences.covers(line):
            yield number, line


def mask_links(text: str) -> str:
    """The text with spaces in place of links, so that positions stay."""
    return _LINK.sub(lambda link: " " * len(link[0]), text)


def sentence_at(line: str, position: int) -> str:
    """The sentence of a line that holds a position, without its Markdown."""
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    start = max((end for end in ends if end <= position), default=0)
    end = next((end for end in ends if end > position), len(line))
    text = line[start:end]
    if start == 0 and (prefix := CONTAINERS.match(text)):
        text = text[prefix.end() :]
    return " ".join(read_plain(_MARK.sub("", text, count=1) if start == 0 else text).split())


def heading_above(note: Note, number: int) -> dict[str, object] | None:
    """The last heading at or above a line of the file."""
    return next((heading for heading in reversed(note.headings) if heading["line"] <= number), None)
