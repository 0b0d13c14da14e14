"""What leads to a note: links of other notes with their sentences, and which of its lines they cite."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from content.models import Link, Note
from content.obsidian.resolving import find_anchor

FIRST_SHOWN = 30  # links below a note; the others are one press away
MOST_SHOWN = 1_000  # links on a page of their own

_READ = (
    "target",
    "heading",
    "anchor",
    "sentence",
    "shown",
    "fragment",
    "is_embed",
    "source__title",
    "source__slug",
)
_ORDER = ("source__title", "source_id", "position")


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
    links: list[Link]
    total: int
    citers: dict[str, set[int]] = field(default_factory=dict)  # anchor to the notes that cite that place

    @property
    def groups(self) -> list[Citer]:
        """The links by note, then by heading."""
        by_note = groupby(self.links, key=lambda link: link.source)
        return [Citer(source, places_of(source, list(links))) for source, links in by_note]

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


def places_of(source: Note, links: list[Link]) -> list[Place]:
    """The links of one note by the heading they stand below."""
    home = source.get_absolute_url()
    by_heading = groupby(links, key=lambda link: (link.anchor, link.heading))
    return [
        Place(heading, f"{home}#{anchor}" if anchor else home, [line_of(link) for link in some])
        for (anchor, heading), some in by_heading
    ]


def line_of(link: Link) -> Line:
    """The row of a table reads as its cells, one after the other."""
    sentence = link.sentence.strip()
    if sentence.startswith("|") and sentence.endswith("|"):
        sentence = " · ".join(cell for one in sentence.split("|") if (cell := one.strip()))
    return Line(sentence or link.shown, link.shown, link.is_embed)


def find_backlinks(note: Note) -> Backlinks:
    """What a note's page shows, in one query: the first links, and beyond them those that cite a place."""
    links = note.backlinks.exclude(source=note).select_related("source").only(*_READ)
    numbered = links.annotate(number=Window(RowNumber(), order_by=_ORDER), total=Window(Count("*")))
    found = list(numbered.filter(Q(number__lte=FIRST_SHOWN) | ~Q(fragment="")).order_by("number"))
    shown = [link for link in found if link.number <= FIRST_SHOWN]
    return Backlinks(note, shown, found[0].total if found else 0, citers_of(note, found))


def all_backlinks(note: Note, anchor: str = "") -> Backlinks:
    """Every link of other notes to this one, or to one place in it."""
    links = note.backlinks.exclude(source=note).select_related("source").only(*_READ).order_by(*_ORDER)
    found = [link for link in links if not anchor or anchor_of(note, link) == anchor]
    return Backlinks(note, found[:MOST_SHOWN], len(found))


def citers_of(note: Note, links: list[Link]) -> dict[str, set[int]]:
    """For each anchor of the note that links point to, the notes that do."""
    citers: dict[str, set[int]] = {}
    for link in links:
        if anchor := anchor_of(note, link):
            citers.setdefault(anchor, set()).add(link.source_id)
    return citers


def anchor_of(note: Note, link: Link) -> str | None:
    """The id on the note's page that a link to it means."""
    return find_anchor(note.places, note.block_ids, link.fragment) if link.fragment else None
