"""What is loose or broken in a vault, told from the index alone: nothing is read from disk, nothing rendered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from content.linking import map_of
from content.models import Link, Note, Vault
from content.obsidian.resolving import find_anchor, is_file, name_key
from content.rows import batches_of

_OF_LINK = ("source", "target", "name", "written", "fragment", "heading", "anchor", "is_embed", "position")
_OF_SOURCE = ("source__path", "source__slug", "source__title")


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """Something that links want and that is not there; `name` is what they call it, most of them."""

    name: str
    links: tuple[Link, ...]  # in the order of their notes
    target: Note | None = None  # the note that lacks the place they name

    @property
    def wanted_by(self) -> list[Link]:
        """The first link of each note that wants it."""
        return list({link.source_id: link for link in reversed(self.links)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Notes of one name, those that it means first; `bare_links` counts links that say no more than the name."""

    name: str
    winner: Note
    others: tuple[Note, ...]
    bare_links: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that could not be read as it was meant; `note` is None for a file that is none."""

    path: str
    message: str
    remedy: str
    line: int = 0
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """All that is to be mended; what most notes want comes first."""

    unresolved: tuple[LooseEnd, ...]
    missing_files: tuple[LooseEnd, ...]
    missing_places: tuple[LooseEnd, ...]
    namesakes: tuple[Namesakes, ...]
    orphans: tuple[Note, ...]
    faults: tuple[Fault, ...]


def find_health(vault: Vault) -> Health:
    """The health of a vault; what hangs on its notes is kept in memory while they stay as they are."""
    faults = (Fault(one["path"], one["message"], one["remedy"]) for one in vault.problems)
    parts = _find_parts(vault.pk, vault.state_key)
    return Health(*parts, faults=(*faults, *find_faults(vault)))


@lru_cache(maxsize=4)
def _find_parts(vault_pk: int, state_key: str) -> tuple[Any, ...]:
    vault = Vault.objects.get(pk=vault_pk)
    unresolved, missing_files = find_loose_ends(vault)
    return unresolved, missing_files, find_missing_places(vault), find_namesakes(vault), find_orphans(vault)


def described(links: QuerySet[Link]) -> QuerySet[Link]:
    """These links with all that a report says of them."""
    return links.select_related("source").only(*_OF_LINK, *_OF_SOURCE).order_by("source__path", "position")


def find_loose_ends(vault: Vault) -> tuple[tuple[LooseEnd, ...], tuple[LooseEnd, ...]]:
    """Names that no note has, and files that are not there."""
    notes: defaultdict[str, list[Link]] = defaultdict(list)
    files: defaultdict[str, list[Link]] = defaultdict(list)
    for link in described(Link.objects.filter(source__vault=vault, target=None, file="")):
        (files if is_file(link.written) else notes)[link.name].append(link)
    return most_wanted(notes.values()), most_wanted(files.values())


def most_wanted(groups: Iterable[Sequence[Link]]) -> tuple[LooseEnd, ...]:
    ends = (
        LooseEnd(Counter(link.written for link in links).most_common(1)[0][0], tuple(links))
        for links in groups
    )
    return in_order(ends)


def in_order(ends: Iterable[LooseEnd]) -> tuple[LooseEnd, ...]:
    return tuple(sorted(ends, key=lambda end: (-len(end.wanted_by), end.name.casefold())))


def find_missing_places(vault: Vault) -> tuple[LooseEnd, ...]:
    """Headings and blocks that links name and that their note does not have."""
    named: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    there = Link.objects.filter(source__vault=vault).exclude(target=None).exclude(fragment="").order_by()
    for pk, target, fragment in there.values_list("pk", "target", "fragment").iterator():
        named[target][fragment].append(pk)
    missing: list[int] = []
    targets: dict[int, Note] = {}
    for some in batches_of(list(named)):
        for note in Note.objects.filter(pk__in=some).only("path", "slug", "title", "headings", "block_ids"):
            lost = [fragment for fragment in named[note.pk] if not has_place(note, fragment)]
            missing += (pk for fragment in lost for pk in named[note.pk][fragment])
            targets |= {note.pk: note} if lost else {}
    groups: defaultdict[tuple[int, str], list[Link]] = defaultdict(list)
    for some in batches_of(missing):
        # Without the vault, which would make the database look through all of its links again.
        for link in described(Link.objects.filter(pk__in=some)):
            groups[link.target_id, link.fragment].append(link)
    return in_order(
        LooseEnd(fragment, tuple(sorted(links, key=attrgetter("source.path", "position"))), targets[target])
        for (target, fragment), links in groups.items()
    )


def has_place(note: Note, fragment: str) -> bool:
    """Whether a note has the heading or block; first by a look at the very words, which is quick."""
    is_plain = "#" not in fragment and any(one["text"] == fragment for one in note.headings)
    return is_plain or find_anchor(note.places, note.block_ids, fragment) is not None


def find_namesakes(vault: Vault) -> tuple[Namesakes, ...]:
    """Names that several notes have; links that say no more mean the one nearest to them, else the winner."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for path, pk in map_of(vault).ids.items():
        by_name[name_key(path)].append(pk)
    shared = {name: pks for name, pks in by_name.items() if len(pks) > 1}
    pks = [pk for some in shared.values() for pk in some]
    fields = ("path", "slug", "title")
    notes = {
        note.pk: note for some in batches_of(pks) for note in Note.objects.filter(pk__in=some).only(*fields)
    }
    bare = count_bare_links(vault, list(shared))
    found = (
        namesakes_of(vault, name, [notes[pk] for pk in some], bare[name]) for name, some in shared.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.bare_links, one.name.casefold())))


def count_bare_links(vault: Vault, names: Sequence[str]) -> Counter[str]:
    bare: Counter[str] = Counter()
    for some in batches_of(names):
        links = Link.objects.filter(source__vault=vault, name__in=some).exclude(written__contains="/")
        bare.update(dict(links.order_by().values_list("name").annotate(count=Count("pk"))))
    return bare


def namesakes_of(vault: Vault, name: str, notes: Sequence[Note], bare_links: int) -> Namesakes:
    """As a note at the top of the vault would see them."""
    pk, _ = map_of(vault).find("", name)
    winner = next((note for note in notes if note.pk == pk), notes[0])
    others = tuple(sorted((note for note in notes if note is not winner), key=attrgetter("path")))
    return Namesakes(winner.stem, winner, others, bare_links)


def find_orphans(vault: Vault) -> tuple[Note, ...]:
    """Notes that no other note links to; the index needs none."""
    from_others = Link.objects.filter(target=OuterRef("pk")).exclude(source=F("target"))
    notes = vault.notes.exclude(slug="index").filter(~Exists(from_others))
    return tuple(notes.only("vault", "path", "slug", "title").order_by("path"))


def find_faults(vault: Vault) -> list[Fault]:
    """What the notes' own text has wrong: properties, characters, size."""
    notes = vault.notes.exclude(problems=[]).only("vault", "path", "slug", "title", "problems")
    return [
        Fault(note.path, one["message"], one["remedy"], one["line"], note)
        for note in notes
        for one in note.problems
    ]


def lines_of(links: Iterable[Link]) -> dict[int, int]:
    """The line each link stands in, by its primary key: looked for in the note's text, below its heading."""
    by_source: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_source[link.source_id].append(link)
    found: dict[int, int] = {}
    for some in batches_of(list(by_source)):
        for note in Note.objects.filter(pk__in=some).only("source", "headings"):
            found |= _lines_in(note, sorted(by_source[note.pk], key=attrgetter("position")))
    return found


def _lines_in(note: Note, links: Sequence[Link]) -> Mapping[int, int]:
    """The same for links of one note in their order."""
    lines = note.source.splitlines()
    starts = {heading["anchor"]: heading["line"] for heading in note.headings}
    found: dict[int, int] = {}
    at = 1
    for link in links:
        at = max(at, starts.get(link.anchor, 1))
        # A Markdown link may write its address with escapes.
        names = {text for name in (link.written, link.fragment) if name for text in (name, quote(name))}
        places = (
            number for number in range(at, len(lines) + 1) if any(name in lines[number - 1] for name in names)
        )
        at = found[link.pk] = next(places, at)
    return found
