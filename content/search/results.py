"""What the search page shows of the notes that were found: each with the places that hold the words."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from content.models import Note, Vault
from content.search.folding import split_words
from content.search.index import find_notes
from content.search.query import Query
from content.search.snippets import Match, Piece, find_matches, make_snippet, mark_matches
from content.search.texts import Section, sections_of

MAX_NOTES = 20
MAX_PLACES = 3  # of one note

_FIELDS = ("vault", "path", "slug", "title", "source", "headings", "aliases")


@dataclass(frozen=True, slots=True)
class Place:
    """A heading of a note, empty for the text above the first, with a line of what is below it."""

    heading: list[Piece]
    url: str
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that was found; `alias` is the other name that was asked for, `more` counts places not shown.

    `is_close`: one place has, with the title above it, all that was asked for.
    """

    note: Note
    title: list[Piece]
    alias: list[Piece]
    places: list[Place]
    more: int
    is_close: bool

    @property
    def lead(self) -> list[Piece]:
        """A line of the text above the first heading, if it is one of the places."""
        return self.places[0].snippet if self.places and not self.places[0].heading else []

    @property
    def below(self) -> list[Place]:
        """The places that have a heading."""
        return [place for place in self.places if place.heading]


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
    hits = [make_hit(note, query) for note in notes]
    hits.sort(key=lambda hit: (not begins_with(hit.note, query), not hit.is_close))
    return Results(query, hits, len(found) > MAX_NOTES)


def begins_with(note: Note, query: Query) -> bool:
    """Whether a name of the note begins with what was typed, as one types it to open a note."""
    words = [word for term in query.terms for word in term.words]
    return bool(words) and any(
        " ".join(split_words(name)).startswith(" ".join(words)) for name in (note.title, *note.aliases)
    )


def make_hit(note: Note, query: Query) -> Hit:
    names = [mark_matches(name, query) for name in (note.title, *note.aliases)]
    asked = next((pieces for pieces in names if any(piece.is_match for piece in pieces)), names[0])
    named = {match.term for name in (note.title, *note.aliases) for match in find_matches(name, query)}
    best, terms = best_sections(note, query)
    return Hit(
        note,
        title=names[0],
        alias=[] if asked is names[0] else asked,
        places=[make_place(note, found, query) for found in best[:MAX_PLACES]],
        more=max(0, len(best) - MAX_PLACES),
        is_close=len(named | terms) >= len(query.terms),
    )


class Found(NamedTuple):
    """A section and where its text holds what is asked for."""

    section: Section
    matches: list[Match]


def best_sections(note: Note, query: Query) -> tuple[list[Found], set[int]]:
    """The sections with most of what is asked for, and what that is; if there is none, the beginning."""
    scored: list[tuple[set[int], Found]] = []
    beginning: list[Found] = []
    for section in sections_of(note):
        found = Found(section, find_matches(section.text, query))
        if not beginning and section.text.strip():
            beginning = [found]
        terms = {match.term for match in (*found.matches, *find_matches(section.heading, query))}
        scored.append((terms, found))
    most = max((terms for terms, _found in scored), key=len)
    if not most:
        return beginning, most
    return [found for terms, found in scored if len(terms) == len(most)], most


def make_place(note: Note, found: Found, query: Query) -> Place:
    home, anchor = note.get_absolute_url(), found.section.anchor
    return Place(
        mark_matches(found.section.heading, query),
        f"{home}#{quote(anchor, safe='^')}" if anchor else home,
        make_snippet(found.section.text, found.matches),
    )
