"""Nouns of this room: what its pages show."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from content.models import Link, Note, Vault
from content.obsidian.note import Block, Heading
from content.obsidian.note import Note as ParsedNote
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target, VaultNames
from content.slots import fill_page

# Part of every stored page's key: raise it when the renderer changes what it writes.
RENDERER_VERSION = 3


def vault_names(vault: Vault) -> VaultNames:
    """All that links of a vault can point to."""
    rows = vault.notes.values_list("path", "headings", "block_ids")
    return VaultNames(
        notes={
            path: ([Heading(**heading) for heading in headings], block_ids)
            for path, headings, block_ids in rows
        },
        files=vault.files,
    )


class PageResolver:
    """Turns what a note links to into addresses of this site."""

    def __init__(self, note: Note) -> None:
        self.source = note
        self.names = vault_names(note.vault)
        self.slugs = dict(note.vault.notes.values_list("path", "slug"))
        self.titles = dict(note.vault.notes.values_list("path", "title"))

    def note_target(self, path: str, fragment: str) -> Target:
        href = "" if path == self.source.path else reverse("content:read_note", args=[self.slugs[path]])
        anchor = self.names.find_anchor(path, fragment) if fragment else None
        return Target(
            href=f"{href}#{quote(anchor, safe='^')}" if anchor else href or "#",
            title=self.titles[path],
            found_fragment=not fragment or anchor is not None,
        )

    def note(self, target: str, fragment: str) -> Target | None:
        path = self.names.find_note(self.source.path, target) if target else self.source.path
        return self.note_target(path, fragment) if path else None

    def file(self, target: str) -> str | None:
        path = self.names.find_file(self.source.path, target)
        return reverse("content:show_file", args=[path]) if path else None


def parse(note: Note) -> ParsedNote:
    """The `Note` tree of a stored note, its links resolved."""
    return parse_note(note.source, note.stem, PageResolver(note))


def page_html(note: Note) -> str:
    """The note's page; rendered on the first visit and stored until the note or a link's end changes."""
    key = f"{RENDERER_VERSION}:{note.source_hash}:{note.vault.names_key}"
    if note.html_key != key:
        note.html = parse(note).html
        note.html_key = key
        Note.objects.filter(pk=note.pk).update(html=note.html, html_key=key)
    return fill_page(note.html, note)


def find_block(note: Note, anchor: str) -> Block | None:
    """The block that carries this id on the note's page."""
    return next((block for block in parse(note).walk() if block.anchor == anchor), None)


def backlinks_of(note: Note) -> QuerySet[Link]:
    """Links of other notes to this one, a source's own in reading order."""
    return note.backlinks.exclude(source=note).select_related("source").order_by("source__title", "position")


@dataclass(slots=True)
class Branch:
    """A folder of the vault's tree."""

    name: str
    notes: list[Note] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)


def vault_tree(vault: Vault) -> Branch:
    """The vault's notes by folder; notes of a folder come before its own folders."""
    root = Branch(vault.name)
    branches = {"": root}
    for note in vault.notes.defer("source", "html", "headings", "block_ids", "problems"):
        branch_of(note.folder, branches).notes.append(note)
    return root


def branch_of(folder: str, branches: dict[str, Branch]) -> Branch:
    if folder not in branches:
        parent, _, name = folder.rpartition("/")
        branches[folder] = Branch(name)
        branch_of(parent, branches).branches.append(branches[folder])
    return branches[folder]


def vault_file(vault: Vault, path: str) -> Path | None:
    """The file of an attachment, if the index knows it and it lies inside the vault."""
    if path not in vault.files:
        return None
    try:
        file = (Path(vault.root) / path).resolve()
        is_inside = file.is_relative_to(Path(vault.root).resolve())
        return file if is_inside and file.is_file() else None
    except (OSError, RuntimeError, ValueError):  # for one, a link that leads to itself
        return None


def find_note(vault: Vault, slug: str) -> Note:
    """The note of a slug that came in a request; 404 where there is none."""
    # PostgreSQL refuses to look for NUL.
    return get_object_or_404(vault.notes.select_related("vault"), slug=slug.replace("\0", "\ufffd"))


def first_note(vault: Vault) -> Note | None:
    """Where reading begins: the note named Index, else the first one."""
    return vault.notes.filter(slug="index").first() or vault.notes.first()
