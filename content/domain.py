"""Verbs of this room: bring the index up to date with a vault's folder."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from os.path import lexists
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.folders import Folder, Known, NoteFile, Stamp, read_files, read_folder
from content.linking import (
    forget_pages,
    make_names_key,
    resolve_again,
    sources_of,
    store_links,
    with_embedders,
)
from content.models import UNLISTED, Note, Vault
from content.obsidian.note import Outline
from content.obsidian.resolving import name_key
from content.obsidian.scanning import scan_note
from content.obsidian.slugs import slugify_path
from content.rows import BATCH, batches_of
from content.search.index import forget_notes, store_notes
from content.signals import Tell, tell_nobody, vault_synced


@dataclass(frozen=True, slots=True)
class SyncReport:
    added: int
    changed: int
    removed: int
    unchanged: int
    problems: tuple[dict[str, str], ...]


def sync_vault(vault: Vault, tell: Tell = tell_nobody) -> SyncReport:
    """Brings the index up to date with the folder; `tell` hears how far what takes long has come.

    A file is read when its time or size differ from what is known, and scanned when its hash or the scanner
    is new. Pages are rendered later, on their next visit; those that the changes touch are forgotten here.
    """
    with transaction.atomic():
        known = known_files(vault.notes.all())
        return take_in(vault, known, read_folder(Path(vault.root), known), tell)


def sync_paths(vault: Vault, paths: Collection[str]) -> SyncReport:
    """The same for the files at these paths, which may have come, changed or gone; no other is looked at."""
    with transaction.atomic():
        vault.refresh_from_db()
        known = known_files(vault.notes.filter(path__in=paths)) if len(paths) <= BATCH else {}
        root, others = Path(vault.root), set(vault.files)
        folder = read_files(root, paths, known) if len(paths) <= BATCH else None
        # What is gone and was no file may have been a folder.
        is_folder = any(
            path not in known and path not in others and not lexists(root / path) for path in paths
        )
        if folder is None or is_folder:
            return sync_vault(vault)
        folder.files += [path for path in vault.files if path not in paths]
        folder.problems += [one for one in vault.problems if one["path"] not in paths]
        return take_in(vault, known, folder)


def is_stale(vault: Vault) -> bool:
    """Whether a sync would find something to store; a look that writes nothing and keeps no other writer waiting."""
    known = known_files(vault.notes.all())
    folder = read_folder(Path(vault.root), known)
    there = {file.path for file in folder.notes} | folder.unchanged.keys()
    return bool(
        folder.notes
        or any(path not in there and not folder.hides(path) for path in known)
        or any(known[path].stamp != stamp for path, stamp in folder.unchanged.items())
        or set(folder.files) != set(vault.files)
        or folder.problems != vault.problems
    )


def take_in(vault: Vault, known: Mapping[str, Known], folder: Folder, tell: Tell = tell_nobody) -> SyncReport:
    """Stores what was found in a folder, of which the index had these `known` notes."""
    there = {file.path for file in folder.notes} | folder.unchanged.keys()
    removed = [path for path in known if path not in there and not folder.hides(path)]
    keep_stamps(vault, known, folder.unchanged)
    changed = store_changes(vault, folder, removed)
    vault_synced.send(sender=Vault, vault=vault, changed=[note.pk for note in changed], tell=tell)
    added = sum(note.path not in known for note in changed)
    return SyncReport(
        added=added,
        changed=len(changed) - added,
        removed=len(removed),
        unchanged=len(folder.unchanged),
        problems=tuple(folder.problems),
    )


def known_files(notes: QuerySet[Note]) -> dict[str, Known]:
    rows = notes.values_list("path", "modified_ns", "size", "source_hash")
    return {path: Known(Stamp(modified, size), digest) for path, modified, size, digest in rows.iterator()}


def keep_stamps(vault: Vault, known: Mapping[str, Known], unchanged: Mapping[str, Stamp]) -> None:
    """Keeps the times of files that were written anew with the same text, so that they aren't read again."""
    moved = {path: stamp for path, stamp in unchanged.items() if known[path].stamp != stamp}
    notes = notes_at(vault, moved, "pk", "path")
    for note in notes:
        note.modified_ns, note.size = moved[note.path]
    Note.objects.bulk_update(notes, ["modified_ns", "size"], batch_size=BATCH)


def notes_at(vault: Vault, paths: Iterable[str], *fields: str) -> list[Note]:
    """The notes at these paths, with these fields or all."""
    notes = Note.objects.filter(vault=vault)  # by `vault.notes` each would ask for its vault
    return [note for some in batches_of(list(paths)) for note in notes.filter(path__in=some).only(*fields)]


def store_changes(vault: Vault, folder: Folder, removed: list[str]) -> list[Note]:
    """Stores the notes that are new or differ, forgets those removed, and returns the former."""
    vault.synced_at = timezone.now()
    if vault.problems != folder.problems:
        vault.problems = folder.problems
        vault.mark_changed()
    other_files = set(folder.files).symmetric_difference(vault.files)
    if not (folder.notes or removed or other_files):
        vault.save(update_fields=["problems", "synced_at", "state_key"])
        return []
    outlines = {file.path: scan_note(file.source, stem_of(file.path)) for file in folder.notes}
    old = {note.path: note for note in notes_at(vault, outlines)}
    leaving = notes_at(vault, removed)
    gone = {note.pk for note in leaving}
    moved = {note.pk for note in old.values() if has_other_places(note, outlines[note.path])}
    touched = sources_of(moved | gone) | sources_of(gone | {note.pk for note in old.values()}, is_embed=True)
    forget_notes([*leaving, *old.values()])
    for some in batches_of(removed):
        vault.notes.filter(path__in=some).delete()
    changed = [old.get(file.path) or Note(vault=vault, path=file.path) for file in folder.notes]
    new = [note for note in changed if note.pk is None]
    give_slugs(vault, new)
    for note, file in zip(changed, folder.notes, strict=True):
        fill_note(note, file, outlines[note.path])
    Note.objects.bulk_create(new, batch_size=BATCH)
    for note in old.values():
        note.save()
    vault.files = folder.files
    names = {name_key(path) for path in (*removed, *(note.path for note in new), *other_files)}
    if names:
        vault.names_key = make_names_key(vault)
    vault.mark_changed()
    vault.save()
    touched |= resolve_again(vault, names)
    store_links(vault, changed, outlines)
    store_notes(changed)
    forget_pages(with_embedders(touched))
    order_notes(vault)
    return changed


def stem_of(path: str) -> str:
    return path.rpartition("/")[2][: -len(".md")]


def has_other_places(note: Note, outline: Outline) -> bool:
    """Whether links to headings and blocks of a note may lead elsewhere now."""
    before = [(heading["text"], heading["level"], heading["anchor"]) for heading in note.headings]
    after = [(heading.text, heading.level, heading.anchor) for heading in outline.headings]
    return before != after or note.block_ids != list(outline.block_ids)


def fill_note(note: Note, file: NoteFile, outline: Outline) -> None:
    note.title = outline.title[:500]
    note.source = file.source.replace("\0", "�")  # PostgreSQL stores no NUL
    note.source_hash = file.source_hash
    note.modified_ns, note.size = file.stamp
    note.headings = [
        {"text": heading.text, "level": heading.level, "anchor": heading.anchor, "line": line}
        for heading, line in zip(outline.headings, outline.heading_lines, strict=True)
    ]
    note.block_ids = list(outline.block_ids)
    note.tags = list(outline.tags)
    note.aliases = list(outline.aliases)
    note.problems = [asdict(problem) for problem in (*file.problems, *outline.problems)]
    note.words = outline.words
    note.html = note.html_key = ""


def give_slugs(vault: Vault, notes: list[Note]) -> None:
    """Slugs of paths; where another note has one already, with `-2`, `-3` ... at its end."""
    taken = set(vault.notes.values_list("slug", flat=True)) if notes else set()
    for note in notes:
        slug = candidate = slugify_path(note.path) or "note"
        number = 1
        while candidate in taken:
            number += 1
            candidate = f"{slug}-{number}"
        taken.add(candidate)
        note.slug = candidate


def order_notes(vault: Vault) -> None:
    """Numbers the notes: first the index, then what it links to in its order; all others follow by path."""
    index = vault.notes.filter(slug="index").only("pk").first()
    linked = index.links.exclude(target=None).values_list("target_id", flat=True) if index else ()
    ranks = {pk: rank for rank, pk in enumerate(dict.fromkeys((index.pk, *linked)))} if index else {}
    listed = vault.notes.exclude(position=UNLISTED).values_list("pk", "position")
    for pk in {pk for pk, position in listed if ranks.get(pk) != position} - ranks.keys():
        vault.notes.filter(pk=pk).update(position=UNLISTED)
    for pk, rank in ranks.items():
        vault.notes.filter(pk=pk).exclude(position=rank).update(position=rank)
