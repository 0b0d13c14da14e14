"""The page of the graph: what the notes link to, beside what is known of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from content.choosing import open_vault
from content.graph import (
    NoteGraph,
    Picture,
    admitted_levels,
    graph_of,
    is_in_folder,
    picture_around,
    picture_of,
    short_title,
)
from content.layout import SCALES
from content.models import Note
from people.domain import learner_of
from quizzes.queries import WEAKEST_FIRST, Scope, note_tallies

LISTED = 600  # rows of the list
STUDY = {"due": "Due now", "weak": "Learning or shaky", "new": "Never asked"}
MASTERIES = ("", "new", *WEAKEST_FIRST)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asks the graph for; `note` is the slug of the one to look around."""

    text: str
    folder: str
    tag: str
    study: str
    sort: str
    note: str
    steps: int

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        sort, study = query.get("sort", ""), query.get("study", "")
        return cls(
            text=query.get("q", "").strip()[:200],
            folder=query.get("folder", ""),
            tag=query.get("tag", ""),
            study=study if study in STUDY else "",
            sort=sort if sort in SORTS else "in",
            note=query.get("note", ""),
            steps=2 if query.get("steps") == "2" else 1,
        )

    def admits(self, row: "Row") -> bool:
        """Whether a note is one of those asked for."""
        note, tag = row.note, self.tag.casefold()
        tags = [one.casefold() for one in note.tags]
        return (
            is_in_folder(note, self.folder)
            and all(word in note.title.casefold() for word in self.text.casefold().split())
            # As in Obsidian, a tag finds those nested below it.
            and (not tag or any(one == tag or one.startswith(f"{tag}/") for one in tags))
            and (self.study != "due" or row.due > 0)
            and (self.study != "weak" or row.mastery in ("learning", "shaky"))
            and (self.study != "new" or row.mastery == "new")
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A note of the list; `mastery` is the weakest of what was begun, and empty where it has no facts."""

    note: Note
    links_in: int
    links_out: int
    mastery: str = ""
    due: int = 0


SORTS = {
    "title": lambda row: row.note.title.casefold(),
    "in": lambda row: (-row.links_in, -row.links_out, row.note.position),
    "out": lambda row: (-row.links_out, -row.links_in, row.note.position),
    "mastery": lambda row: (not row.mastery, MASTERIES.index(row.mastery), row.note.position),
    "due": lambda row: (-row.due, row.note.position),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A note in the picture; one that the filters don't admit is `faded`."""

    row: Row
    title: str
    x: int
    y: int
    size: int
    level: int
    is_faded: bool


@gzip_page
@require_safe
def show_graph(request: HttpRequest) -> HttpResponse:
    vault = open_vault(request)
    graph = graph_of(vault)
    filters = Filters.read(request.GET)
    centre = find_centre(graph, filters.note) if filters.note else None
    picture = picture_around(vault, centre.pk, filters.steps) if centre else picture_of(vault, filters.folder)
    rows = all_rows(graph, Scope(vault, learner_of(request)))
    within = [rows[dot.pk] for dot in picture.dots] if centre else list(rows.values())
    context: dict[str, Any] = {
        "place": "read",
        "filters": filters,
        "centre": centre,
        "folders": folders_of(graph.notes.values()),
        "tags": sorted({tag for note in graph.notes.values() for tag in note.tags}, key=str.casefold),
        "study_choices": STUDY.items(),
        **list_of(graph, within, filters),
        **drawing_of(picture, rows, filters),
    }
    # After a step back htmx asks for the whole page, though it says that it asks.
    is_part = request.htmx and not request.htmx.history_restore_request
    return render(request, "graph.html#graph" if is_part else "graph.html", context)


def list_of(graph: NoteGraph, within: Sequence[Row], filters: Filters) -> dict[str, Any]:
    """What the page says of the notes that the filters admit, and its list of them."""
    admitted = sorted(filter(filters.admits, within), key=SORTS[filters.sort])
    return {
        "rows": admitted[:LISTED],
        "found": len(admitted),
        "is_filtered": len(admitted) < len(within),
        "pairs": graph.count_pairs([row.note.pk for row in admitted]),
        "most_linked": max(admitted, key=lambda row: row.links_in, default=None),
        "alone": sum(not row.links_in and not row.links_out for row in admitted),
        "due": sum(row.due for row in admitted),
    }


def drawing_of(picture: Picture, rows: Mapping[int, Row], filters: Filters) -> dict[str, Any]:
    """The picture as the page draws it: notes that the filters don't admit faded, and no links of theirs."""
    admitted = [filters.admits(rows[dot.pk]) for dot in picture.dots]
    return {
        "picture": picture,
        "marks": marks_of(picture, rows, admitted),
        "edges": edge_path(picture, admitted),
        "scales": " ".join(map(str, SCALES)),
        "masteries": MASTERIES[1:],
    }


def find_centre(graph: NoteGraph, slug: str) -> Note:
    for note in graph.notes.values():
        if note.slug == slug:
            return note
    raise Http404("this vault has no such note")


def all_rows(graph: NoteGraph, scope: Scope) -> dict[int, Row]:
    """A row for each note of the vault, by primary key."""
    known = {one.note.pk: one for one in note_tallies(scope, timezone.now())}
    return {
        pk: Row(
            note,
            len(graph.incoming.get(pk, ())),
            len(graph.outgoing.get(pk, ())),
            *((known[pk].tally.weakest, known[pk].due) if pk in known else ()),
        )
        for pk, note in graph.notes.items()
    }


def marks_of(picture: Picture, rows: Mapping[int, Row], admitted: Sequence[bool]) -> list[Mark]:
    """The dots as the page draws them: the heaviest last, so that it lies on top."""
    notes = [rows[dot.pk].note for dot in picture.dots]
    levels = admitted_levels(picture, notes, admitted)
    marks = [
        Mark(rows[dot.pk], short_title(note), dot.x, dot.y, dot.size, level, not is_admitted)
        for dot, note, level, is_admitted in zip(picture.dots, notes, levels, admitted, strict=True)
    ]
    return marks[::-1]


def edge_path(picture: Picture, admitted: Sequence[bool]) -> str:
    """The links among the admitted notes as one SVG path, four numbers a link: the script reads it too."""
    return "".join(
        f"M{one.x} {one.y}L{two.x} {two.y}"
        for first, second in picture.edges
        if admitted[first] and admitted[second]
        for one, two in [(picture.dots[first], picture.dots[second])]
    )


def folders_of(notes: Iterable[Note]) -> list[str]:
    """All folders that hold notes, and those above them."""
    found: set[str] = set()
    for note in notes:
        parts = note.folder.split("/") if note.folder else []
        found |= {"/".join(parts[: depth + 1]) for depth in range(len(parts))}
    return sorted(found, key=str.casefold)
