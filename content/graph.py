"""The links among the notes of a vault, and pictures of them: computed once for each state of the index."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import sqrt

from django.core.cache import cache
from django.db.models import F

from content.layout import LONGEST, NEVER, Edge, place_notes, title_levels
from content.models import Link, Note, Vault

# Part of every stored picture's key: raise it when the layout or `Dot` changes.
PICTURE_VERSION = 1
KEEP_FOR = 30 * 24 * 3600  # seconds; those of former states of the vault go by themselves

PICTURED = 600  # notes in one picture; more are a mist in which nothing can be told apart
NEARBY = 80  # notes in the picture round one
RADII = (4.5, 5.5, 6.5, 8.0, 9.5)  # pixels, by size
CROWDS = ((60, 1.0), (200, 0.8), (PICTURED, 0.62))  # up to so many notes, the radii times this


@dataclass(frozen=True, slots=True)
class NoteGraph:
    """Who links to whom in a vault: embeds count, links of a note to itself don't. Notes in the vault's order."""

    notes: Mapping[int, Note]
    outgoing: Mapping[int, frozenset[int]]
    incoming: Mapping[int, frozenset[int]]

    def neighbours(self, pk: int) -> frozenset[int]:
        return self.outgoing.get(pk, frozenset()) | self.incoming.get(pk, frozenset())

    def count_pairs(self, pks: Collection[int]) -> int:
        """How many pairs of these notes are linked, whichever way."""
        chosen = frozenset(pks)
        return sum(len(self.neighbours(pk) & chosen) for pk in chosen) // 2

    def by_weight(self, pks: Iterable[int]) -> list[int]:
        """The most linked first; of two alike, the first in the vault's order."""
        return sorted(pks, key=lambda pk: (-len(self.neighbours(pk)), self.notes[pk].position, pk))


@dataclass(frozen=True, slots=True)
class Dot:
    """A note in a picture: its place, its size (index of `RADII`), and from which scale on its title shows."""

    pk: int
    x: int
    y: int
    size: int
    level: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The centre first, if there is one, then the heaviest dot.

    `edges` are pairs of indexes of dots, each pair once whichever way it is linked.
    """

    dots: tuple[Dot, ...]
    edges: tuple[Edge, ...]
    crowd: int  # index of `CROWDS`
    total: int  # notes that there were to choose from


def graph_of(vault: Vault) -> NoteGraph:
    """The graph of a vault, kept in memory while the vault stays as it is; nobody may change it."""
    return _load_graph(vault.pk, vault.state_key)


# 10,000 notes with 80,000 links take about 20 MB here.
@lru_cache(maxsize=4)
def _load_graph(vault_pk: int, state_key: str) -> NoteGraph:
    notes = Note.objects.filter(vault=vault_pk).order_by("position", "path")
    pairs = (
        Link.objects.filter(source__vault=vault_pk, target__vault=vault_pk)
        .exclude(source=F("target"))
        .order_by()
        .values_list("source", "target")
        .distinct()
    )
    outgoing: defaultdict[int, set[int]] = defaultdict(set)
    incoming: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in pairs.iterator():
        outgoing[source].add(target)
        incoming[target].add(source)
    return NoteGraph(
        {note.pk: note for note in notes.only("path", "slug", "title", "tags", "position")},
        {pk: frozenset(targets) for pk, targets in outgoing.items()},
        {pk: frozenset(sources) for pk, sources in incoming.items()},
    )


def is_in_folder(note: Note, folder: str) -> bool:
    """Whether a note lies in a folder or below it; all notes lie in the nameless one."""
    return not folder or note.path.startswith(f"{folder}/")


def picture_of(vault: Vault, folder: str = "") -> Picture:
    """The notes of a folder with the links among them; of a large one the most linked notes."""
    graph = graph_of(vault)
    pks = [pk for pk, note in graph.notes.items() if is_in_folder(note, folder)]
    return _stored_picture(vault, f"folder {folder}", pks, PICTURED, None)


def picture_around(vault: Vault, pk: int, steps: int) -> Picture:
    """A note in the middle, and all that is within so many links of it; of many the nearest and most linked."""
    rings = rings_around(graph_of(vault), pk, steps)
    return _stored_picture(vault, f"note {pk} {steps}", [one for ring in rings for one in ring], NEARBY, pk)


def rings_around(graph: NoteGraph, pk: int, steps: int) -> list[list[int]]:
    """The note alone, then those one link away, then two: each ring with the most linked first."""
    rings, seen = [[pk]], {pk}
    for _ in range(steps):
        ring = {other for one in rings[-1] for other in graph.neighbours(one)} - seen
        seen |= ring
        rings.append(graph.by_weight(ring))
    return rings


def _stored_picture(vault: Vault, name: str, pks: Sequence[int], limit: int, centre: int | None) -> Picture:
    # A hash, because names of folders may hold what a cache takes for no key.
    name_hash = blake2b(name.encode(), digest_size=12).hexdigest()
    key = f"graph:{PICTURE_VERSION}:{vault.pk}:{vault.state_key}:{name_hash}"
    picture = cache.get(key)
    if picture is None:
        picture = draw_picture(graph_of(vault), pks, limit, centre)
        cache.set(key, picture, timeout=KEEP_FOR)
    return picture


def draw_picture(graph: NoteGraph, pks: Sequence[int], limit: int, centre: int | None = None) -> Picture:
    """Lays these notes out, or so many of them: the first ones where the first is the centre, else the most linked."""
    chosen = graph.by_weight(pks)[:limit] if centre is None else [centre, *graph.by_weight(pks[1:limit])]
    index = {pk: number for number, pk in enumerate(chosen)}
    edges = tuple(
        (number, index[other])
        for number, pk in enumerate(chosen)
        for other in sorted(graph.neighbours(pk))
        if index.get(other, -1) > number
    )
    spots = place_notes(
        [graph.notes[pk].folder for pk in chosen], edges, None if centre is None else index[centre]
    )
    sizes = dot_sizes([len(graph.neighbours(pk)) for pk in chosen])
    crowd = next(number for number, (most, _) in enumerate(CROWDS) if len(chosen) <= most)
    titles = [short_title(graph.notes[pk]) for pk in chosen]
    levels = title_levels(spots, titles, [RADII[size] * CROWDS[crowd][1] for size in sizes])
    dots = (Dot(pk, *spots[n], sizes[n], levels[n]) for n, pk in enumerate(chosen))
    return Picture(tuple(dots), edges, crowd, len(pks))


def admitted_levels(picture: Picture, notes: Sequence[Note], admitted: Sequence[bool]) -> list[int]:
    """From which scale on each title shows, where those of some notes only are wanted: they have more room."""
    if all(admitted):
        return [dot.level for dot in picture.dots]
    chosen = [number for number, is_wanted in enumerate(admitted) if is_wanted]
    dots = [picture.dots[number] for number in chosen]
    titles = [short_title(notes[number]) for number in chosen]
    radii = [RADII[dot.size] * CROWDS[picture.crowd][1] for dot in dots]
    levels = dict(zip(chosen, title_levels([(dot.x, dot.y) for dot in dots], titles, radii), strict=True))
    return [levels.get(number, NEVER) for number in range(len(notes))]


def dot_sizes(degrees: Sequence[int]) -> list[int]:
    """A size for each number of links, measured by the greatest: the area of a dot grows with it."""
    most = max(degrees, default=0) or 1
    return [round((len(RADII) - 1) * sqrt(degree / most)) for degree in degrees]


def short_title(note: Note) -> str:
    """The title as the picture has room for it."""
    return note.title if len(note.title) <= LONGEST else f"{note.title[: LONGEST - 1].rstrip()}…"
