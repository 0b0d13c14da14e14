"""Where the links of a vault lead, and which stored pages hang on that."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from content.models import Link, Note, Vault
from content.obsidian.note import Link as WrittenLink
from content.obsidian.note import Outline
from content.obsidian.resolving import VaultNames, name_key
from content.rows import BATCH, batches_of, insert_rows

NOWHERE = (None, "")


class VaultMap(NamedTuple):
    """All that links of a vault can point to: its names, and the primary keys of its notes by path."""

    names: VaultNames
    ids: Mapping[str, int]

    def find(self, source_path: str, target: str) -> tuple[int | None, str]:
        """The note that a target means, else the path of the file it means, else neither."""
        if path := self.names.find_note_or_file(source_path, target):
            return (self.ids[path], "") if path in self.ids else (None, path)
        return NOWHERE


def map_of(vault: Vault) -> VaultMap:
    """The map of a vault, kept in memory while its names stay."""
    return _load_map(vault.pk, vault.names_key)


# A vault of 10,000 notes takes about 8 MB here.
@lru_cache(maxsize=8)
def _load_map(vault_pk: int, names_key: str) -> VaultMap:
    vault = Vault.objects.get(pk=vault_pk)
    ids = dict(vault.notes.values_list("path", "pk"))
    return VaultMap(VaultNames(ids, vault.files), ids)


def make_names_key(vault: Vault) -> str:
    """Hash of everything that a link can point to, but for headings and blocks."""
    hasher = blake2b(digest_size=20)
    for pair in vault.notes.order_by("path").values_list("path", "pk").iterator():
        hasher.update(repr(pair).encode())
    hasher.update(repr(vault.files).encode())
    return hasher.hexdigest()


def store_links(vault: Vault, notes: Collection[Note], outlines: Mapping[str, Outline]) -> None:
    """Stores the links of these notes anew, each with where it leads."""
    for some in batches_of([note.pk for note in notes]):
        Link.objects.filter(source__in=some).delete()
    chart = map_of(vault)
    rows = (
        row_of(chart, note, link, position)
        for note in notes
        for position, link in enumerate(outlines[note.path].links)
    )
    insert_rows(Link, COLUMNS, rows)


COLUMNS = (
    "source_id",
    "target_id",
    "file",
    "name",
    "written",
    "fragment",
    "shown",
    "sentence",
    "heading",
    "anchor",
    "is_embed",
    "position",
)


def row_of(chart: VaultMap, note: Note, link: WrittenLink, position: int) -> tuple[object, ...]:
    """The values of a link's columns."""
    target_id, file = chart.find(note.path, link.target)
    return (
        note.pk,
        target_id,
        file,
        name_key(link.target)[:1000],
        link.target[:1000],
        link.fragment[:1000],
        link.shown[:1000],
        link.sentence,
        link.heading[:1000],
        link.anchor[:1000],
        link.embed,
        position,
    )


def resolve_again(vault: Vault, names: Iterable[str]) -> set[int]:
    """Points links at what these names (see `name_key`) mean now; returns the notes whose links moved."""
    chart = map_of(vault)
    moved: list[Link] = []
    for some in batches_of(list(names)):
        links = Link.objects.filter(source__vault=vault, name__in=some).select_related("source")
        for link in links.only("target", "file", "written", "source__path"):
            found = chart.find(link.source.path, link.written)
            if found != (link.target_id, link.file):
                link.target_id, link.file = found
                moved.append(link)
    Link.objects.bulk_update(moved, ["target", "file"], batch_size=BATCH)
    return {link.source_id for link in moved}


def sources_of(targets: Iterable[int], **only: object) -> set[int]:
    """The notes that link to one of these."""
    return {
        pk
        for some in batches_of(list(targets))
        for pk in Link.objects.filter(target__in=some, **only).values_list("source", flat=True)
    }


def with_embedders(notes: Iterable[int]) -> set[int]:
    """These notes, and all that show one of them, or a part of one, within their own text."""
    found = set(notes)
    new = found
    while new:
        new = sources_of(new, is_embed=True) - found
        found |= new
    return found


def forget_pages(notes: Iterable[int]) -> None:
    """Makes the next visit to these notes render them anew."""
    for some in batches_of(list(notes)):
        Note.objects.filter(pk__in=some).exclude(html_key="").update(html="", html_key="")
