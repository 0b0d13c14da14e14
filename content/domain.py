"""Verbs of this room: bring the index up to date with a vault's folder."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from content.folders import Folder, NoteFile, read_folder
from content.models import Link, Note, Vault
from content.obsidian.note import Outline
from content.obsidian.scanning import scan_note
from content.obsidian.slugs import slugify_path
from content.queries import vault_names
from content.signals import vault_synced


@dataclass(frozen=True, slots=True)
class SyncReport:
    added: int
    changed: int
    removed: int
    unchanged: int
    problems: tuple[dict[str, str], ...]


def sync_vault(vault: Vault) -> SyncReport:
    """Brings the index up to date with the folder; a note is scanned when its hash or the scanner is new."""
    folder = read_folder(Path(vault.root))
    with transaction.atomic():
        known = {note.path: note for note in vault.notes.all()}
        there = {file.path for file in folder.notes}
        removed = [note.pk for path, note in known.items() if path not in there and not folder.hides(path)]
        Note.objects.filter(pk__in=removed).delete()
        changed = [
            store_note(vault, file, known.get(file.path))
            for file in folder.notes
            if file.path not in known or known[file.path].source_hash != file.source_hash
        ]
        update_vault(vault, folder, has_changed=bool(changed or removed))
        vault_synced.send(sender=Vault, vault=vault, changed=[note.pk for note in changed])
    added = sum(note.path not in known for note in changed)
    return SyncReport(
        added=added,
        changed=len(changed) - added,
        removed=len(removed),
        unchanged=len(folder.notes) - len(changed),
        problems=tuple(folder.problems),
    )


def store_note(vault: Vault, file: NoteFile, note: Note | None) -> Note:
    stem = file.path.rpartition("/")[2][: -len(".md")]
    outline = scan_note(file.source, stem)
    note = note or Note(vault=vault, path=file.path, slug=free_slug(vault, file.path))
    note.title = outline.title[:500]
    note.source = file.source.replace("\0", "�")  # PostgreSQL stores no NUL
    note.source_hash = file.source_hash
    note.headings = [asdict(heading) for heading in outline.headings]
    note.block_ids = list(outline.block_ids)
    note.problems = [asdict(problem) for problem in (*file.problems, *outline.problems)]
    note.words = outline.words
    note.html = note.html_key = ""
    note.save()
    store_links(note, outline)
    return note


def free_slug(vault: Vault, path: str) -> str:
    """The slug of a path; where another note has it already, with `-2`, `-3` ... at its end."""
    slug = candidate = slugify_path(path) or "note"
    number = 1
    while vault.notes.filter(slug=candidate).exists():
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def store_links(note: Note, outline: Outline) -> None:
    note.links.all().delete()
    Link.objects.bulk_create(
        Link(
            source=note,
            written=link.target[:1000],
            fragment=link.fragment[:1000],
            shown=link.shown[:1000],
            sentence=link.sentence,
            heading=link.heading[:1000],
            is_embed=link.embed,
            position=position,
        )
        for position, link in enumerate(outline.links)
    )


def update_vault(vault: Vault, folder: Folder, *, has_changed: bool) -> None:
    names_key = names_key_of(vault.notes.all(), folder.files)
    vault.files, vault.problems, vault.synced_at = folder.files, folder.problems, timezone.now()
    if has_changed or names_key != vault.names_key:
        resolve_links(vault)
        order_notes(vault)
    vault.names_key = names_key
    vault.save()


def names_key_of(notes: Iterable[Note], files: Iterable[str]) -> str:
    """Hash of everything that a link can point to."""
    hasher = blake2b(digest_size=20)
    for note in notes:
        hasher.update(repr((note.path, note.slug, note.headings, note.block_ids)).encode())
    hasher.update(repr(list(files)).encode())
    return hasher.hexdigest()


def resolve_links(vault: Vault) -> None:
    """Points every link of the vault at the note it names, by Obsidian's rules."""
    names = vault_names(vault)
    ids = dict(vault.notes.values_list("path", "pk"))
    links = list(Link.objects.filter(source__vault=vault).select_related("source"))
    for link in links:
        path = names.find_note(link.source.path, link.written)
        link.target_id = ids.get(path) if path else None
    Link.objects.bulk_update(links, ["target"], batch_size=500)


def order_notes(vault: Vault) -> None:
    """Numbers the notes: first the index, then what it links to in its order, then the others by path."""
    notes = list(vault.notes.order_by("path").only("pk", "slug", "position"))
    index = next((note for note in notes if note.slug == "index"), None)
    linked = list(index.links.exclude(target=None).values_list("target_id", flat=True)) if index else []
    rank = {pk: number for number, pk in enumerate(dict.fromkeys(linked), start=1)}
    notes.sort(key=lambda note: 0 if note == index else rank.get(note.pk, len(rank) + 1))
    for position, note in enumerate(notes):
        note.position = position
    Note.objects.bulk_update(notes, ["position"], batch_size=500)
