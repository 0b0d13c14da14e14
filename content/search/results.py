"""What the search page shows of the notes that were found: each with the places that hold the words."""

from dataclasses import dataclass
from urllib.parse import quote

from content.models import Note, Vault
from content.search.folding import split_words
from content.search.index import find_notes
from content.search.query import Query
from content.search.snippets import Piece, find_matches, make_snippet, mark_matches
from content.search.texts import Section, sections_of

MAX_NOTES = 20
MAX_PLACES = 3  # of one note

_FIELDS = ("path", "slug", "title", "source", "headings", "tags", "aliases")


@dataclass(frozen=True, slots=True)
class Place:
    """A heading of a note, empty for the text above the first, with a line of what is below it."""

    heading: list[Piece]
    url: str
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that was found; `alias` is the other name that was asked for, `more` counts places not shown."""

    note: Note
    title: list[Piece]
    alias: list[Piece]
    places: list[Place]
    more: int

    @property
    def tags(self) -> list[str]:
        return list(self.note.tags)


@dataclass(frozen=True, slots=True)
class Results:
    """The notes that were found, best first; with `is_cut` there are more of them."""

    query: Query
    hits: list[Hit]
    is_cut: bool = False


def search(vault: Vault, query: Query) -> Results:
    """The notes of a vault that a query finds, with a line of each."""
    found = [] if query.is_empty else find_notes(vault, query, MAX_NOTES + 1)
    rows = vault.notes.filter(pk__in=found[:MAX_NOTES]).only(*_FIELDS)
    by_key = {note.pk: note for note in rows}
    notes = [by_key[pk] for pk in found if pk in by_key]
    notes.sort(key=lambda note: not begins_with(note, query))
    return Results(query, [make_hit(note, query) for note in notes], len(found) > MAX_NOTES)


def begins_with(note: Note, query: Query) -> bool:
    """Whether a name of the note begins with what was typed, as one types it to open a note."""
    words = [word for term in query.terms for word in term.words]
    return bool(words) and any(
        " ".join(split_words(name)).startswith(" ".join(words)) for name in (note.title, *note.aliases)
    )


def make_hit(note: Note, query: Query) -> Hit:
    title = mark_matches(note.title, query)
    names = (mark_matches(alias, query) for alias in note.aliases)
    alias = next((pieces for pieces in names if any(piece.is_match for piece in pieces)), [])
    places, more = find_places(note, query)
    is_named = any(piece.is_match for piece in title)
    return Hit(note, title, [] if is_named else alias, places, more)


def find_places(note: Note, query: Query) -> tuple[list[Place], int]:
    """The sections with most of what is asked for, else the beginning; and how many more there are."""
    scored: list[tuple[int, Section]] = []
    beginning: Section | None = None
    for section in sections_of(note):
        if beginning is None and section.text.strip():
            beginning = section
        matched = {match.term for match in find_matches(f"{section.heading}\n{section.text}", query)}
        if matched:
            scored.append((len(matched), section))
    most = max((score for score, _section in scored), default=0)
    best = [section for score, section in scored if score == most]
    if not best:
        return ([make_place(note, beginning, query)] if beginning else []), 0
    return [make_place(note, section, query) for section in best[:MAX_PLACES]], max(0, len(best) - MAX_PLACES)


def make_place(note: Note, section: Section, query: Query) -> Place:
    home = note.get_absolute_url()
    text = section.text.strip("\n")
    return Place(
        mark_matches(section.heading, query),
        f"{home}#{quote(section.anchor, safe='^')}" if section.anchor else home,
        make_snippet(text, find_matches(text, query)),
    )
