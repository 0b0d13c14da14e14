"""What leads to a note: links of other notes with their sentences, and which of its lines they cite."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from content.models import Note
from content.obsidian.resolving import find_anchor

FIRST_SHOWN = 30  # links below a note; the others are one press away
MOST_SHOWN = 1_000  # links on a page of their own

_READ = (
    "source_id",
    "source__title",
    "source__slug",
    "heading",
    "anchor",
    "sentence",
    "shown",
    "fragment",
    "is_embed",
)


class Row(NamedTuple):
    """What is read of a link; a hub has thousands, too many to make models of."""

    source_id: int
    title: str
    slug: str
    heading: str
    anchor: str
    sentence: str
    shown: str
    fragment: str
    is_embed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The sentence that a link stands in, and the words of the link in it."""

    sentence: str
    shown: str
    is_embed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What one note says below one of its headings."""

    heading: str
    url: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Citer:
    """A note that links here, and where it does."""

    note: Note
    places: list[Place]


@dataclass(slots=True)
class Backlinks:
    """The links of other notes to one, a source's own in reading order; `total` counts those not shown too."""

    note: Note
    links: list[Row]
    total: int
    citers: dict[str, set[int]] = field(default_factory=dict)  # anchor to the notes that cite that place

    @property
    def groups(self) -> list[Citer]:
        """The links by note, then by heading."""
        by_note = groupby(self.links, key=lambda link: (link.source_id, link.title, link.slug))
        return [
            citer_of(Note(pk=pk, title=title, slug=slug), list(links)) for (pk, title, slug), links in by_note
        ]

    def fill(self, anchor: str) -> str:
        """The mark beside a block or heading that other notes cite; empty where none does."""
        count = len(self.citers.get(anchor, ()))
        if not count:
            return ""
        address = f"{reverse('content:list_backlinks', args=[self.note.slug])}?{urlencode({'at': anchor})}"
        words = f"{count} note{'' if count == 1 else 's'} cite{'s' if count == 1 else ''} this"
        return format_html(
            '<a class="cite" href="{}" data-card aria-label="{}">{}</a>', address, words, count
        )


def citer_of(source: Note, links: list[Row]) -> Citer:
    """The links of one note by the heading they stand below."""
    home = source.get_absolute_url()
    by_heading = groupby(links, key=lambda link: (link.anchor, link.heading))
    places = [
        Place(heading, f"{home}#{anchor}" if anchor else home, [line_of(link) for link in some])
        for (anchor, heading), some in by_heading
    ]
    return Citer(source, places)


def line_of(link: Row) -> Line:
    """The row of a table reads as its cells, one after the other."""
    sentence = link.sentence.strip()
    if sentence.startswith("|") and sentence.endswith("|"):
        sentence = " · ".join(cell for one in sentence.split("|") if (cell := one.strip()))
    return Line(sentence or link.shown, link.shown, link.is_embed)


def find_backlinks(note: Note) -> Backlinks:
    """What a note's page shows: the first links, and who of all cites which place."""
    links = links_to(note)
    return Backlinks(note, links[:FIRST_SHOWN], len(links), citers_of(note, links))


def all_backlinks(note: Note, anchor: str = "") -> Backlinks:
    """Every link of other notes to this one, or to one place in it."""
    find = anchor_finder(note)
    links = [
        link for link in links_to(note) if not anchor or (link.fragment and find(link.fragment) == anchor)
    ]
    return Backlinks(note, links[:MOST_SHOWN], len(links))


def links_to(note: Note) -> list[Row]:
    """The links of other notes to this one, in one query."""
    links = note.backlinks.exclude(source=note).order_by("source__title", "source_id", "position")
    return list(map(Row._make, links.values_list(*_READ)))


def citers_of(note: Note, links: list[Row]) -> dict[str, set[int]]:
    """For each anchor of the note that links point to, the notes that do."""
    find = anchor_finder(note)
    citers: dict[str, set[int]] = {}
    for link in links:
        if link.fragment and (anchor := find(link.fragment)):
            citers.setdefault(anchor, set()).add(link.source_id)
    return citers


def anchor_finder(note: Note) -> Callable[[str], str | None]:
    """Finds the id on the note's page that a fragment means; of many links, most mean the same few."""
    places = note.places
    return cache(lambda fragment: find_anchor(places, note.block_ids, fragment))
