"""Nouns of this room: what its pages show."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.shortcuts import get_object_or_404
from django.urls import reverse

from content.backlinks import Backlinks
from content.linking import map_of
from content.models import Note, Vault
from content.obsidian.embeds import SHOWN_ABOVE, ShowPart, frame_part
from content.obsidian.frontmatter import find_css_classes, read_frontmatter
from content.obsidian.limits import MAX_EMBED_DEPTH, MAX_EMBEDDED, MAX_EMBEDS
from content.obsidian.note import Block
from content.obsidian.note import Note as ParsedNote
from content.obsidian.parsing import Reading, parse_note
from content.obsidian.resolving import Target, find_anchor
from content.obsidian.scanning import prepare_source
from content.obsidian.slots import fill_slots, make_slot
from content.slots import fill_page, fillers, mark_terms

# Part of every stored page's key: raise it when the renderer changes what it writes.
RENDERER_VERSION = 9


class PageResolver:
    """Turns what a note links to into addresses of this site."""

    def __init__(self, note: Note) -> None:
        self.source = note
        self.map = map_of(note.vault)
        self._targets: dict[int, Note] | None = None

    def note(self, target: str, fragment: str) -> Target | None:
        place = self.place(target, fragment)
        if place is None:
            return None
        found, anchor = place
        href = "" if found.pk == self.source.pk else found.get_absolute_url()
        return Target(
            href=f"{href}#{quote(anchor, safe='^')}" if anchor else href or "#",
            title=found.title,
            found_fragment=not fragment or anchor is not None,
        )

    def place(self, target: str, fragment: str) -> tuple[Note, str | None] | None:
        """The note that a link means, and the id on its page that the fragment means."""
        pk, _file = self.map.find(self.source.path, target)
        found = None if pk is None else self._target(pk)
        if found is None:
            return None
        return found, find_anchor(found.places, found.block_ids, fragment) if fragment else None

    def file(self, target: str) -> str | None:
        path = self.map.names.find_file(self.source.path, target)
        return reverse("content:show_file", args=[path]) if path else None

    def _target(self, pk: int) -> Note | None:
        """A note of the vault; all that the source links to come in one query."""
        if self._targets is None:
            linked = Note.objects.filter(backlinks__source=self.source).only(*_ENDS).distinct()
            self._targets = {note.pk: note for note in linked} | {self.source.pk: self.source}
        if pk not in self._targets and (note := Note.objects.filter(pk=pk).only(*_ENDS).first()):
            self._targets[pk] = note
        return self._targets.get(pk)


# What there is to know of a note that a link leads to.
_ENDS = ("path", "slug", "title", "headings", "block_ids")


class Embeds:
    """What a page shows of notes, in what it shows of notes, and so on; bounded in number, depth and length."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.left = MAX_EMBEDS
        self.unread = self.unwritten = MAX_EMBEDDED
        self._readings: dict[int, tuple[Reading, PageResolver]] = {}

    def show_in(self, resolver: PageResolver, trail: tuple[tuple[int, str], ...]) -> ShowPart:
        """Shows what the resolver's note embeds; `trail` is what of notes stands around it."""

        def show(target: str, fragment: str) -> str | None:
            place = resolver.place(target, fragment)
            if place is None or (fragment and place[1] is None):
                return None
            found, anchor = place[0], place[1] or ""
            if (found.pk, anchor) in trail:
                return SHOWN_ABOVE
            if self.left <= 0 or len(trail) > MAX_EMBED_DEPTH:
                return None
            self.left -= 1
            part = self._part(found, anchor, trail)
            return None if part is None else frame_part(part)

        return show

    def _part(self, found: Note, anchor: str, trail: tuple[tuple[int, str], ...]) -> str | None:
        opened = self._open(found)
        if opened is None:
            return None
        reading, resolver = opened
        home = "" if found.pk == self.note.pk else found.get_absolute_url()
        part = reading.part(anchor, home, self.show_in(resolver, (*trail, (found.pk, anchor))))
        self.unwritten -= len(part or "")
        return None if part is None or self.unwritten < 0 else furnish(part, resolver.source)

    def _open(self, found: Note) -> tuple[Reading, PageResolver] | None:
        """A note, read once for all that the page shows of it."""
        if found.pk not in self._readings:
            note = Note.objects.select_related("vault").get(pk=found.pk)
            self.unread -= len(note.source)
            if self.unread < 0:
                return None
            resolver = PageResolver(note)
            self._readings[found.pk] = Reading(note.source, resolver, tag_url), resolver
        return self._readings[found.pk]


def furnish(part: str, note: Note) -> str:
    """A part of this note for another page: of its furniture only what is the same for everyone comes along."""

    def fill(kind: str, value: str) -> str:
        if kind == "policy":
            return fillers[kind](note, value) if kind in fillers else ""
        return make_slot(kind, value) if kind == "icon" else ""

    return fill_slots(part, fill)


def parse(note: Note) -> ParsedNote:
    """The `Note` tree of a stored note, its links resolved."""
    return parse_note(note.source, note.stem, PageResolver(note))


def render(note: Note) -> str:
    """The page of a note with what it embeds."""
    resolver = PageResolver(note)
    show_part = Embeds(note).show_in(resolver, ((note.pk, ""),))
    return mark_terms(Reading(note.source, resolver, tag_url).note(note.stem, show_part).html)


def tag_url(tag: str) -> str:
    """The search for what carries a tag."""
    return f"{reverse('search')}?q=tag:{quote(tag)}"


def css_classes(note: Note) -> str:
    """The classes that the note's properties ask for, as the value of an attribute."""
    if "cssclasses" not in note.source:
        return ""
    return " ".join(find_css_classes(read_frontmatter(prepare_source(note.source).split("\n")).properties))


def page_html(note: Note, backlinks: Backlinks | None = None) -> str:
    """The note's page with its furniture; with `backlinks` each line that other notes cite says so."""
    cites = {"cites": backlinks.fill, "heading": backlinks.fill} if backlinks else {}
    return fill_page(stored_html(note), note, cites)


def stored_html(note: Note) -> str:
    """The note's page, its slots empty; rendered at the first visit, stored until a sync finds it may differ."""
    key = f"{RENDERER_VERSION}:{note.source_hash}"
    if note.html_key != key:
        note.html = render(note)
        note.html_key = key
        Note.objects.filter(pk=note.pk).update(html=note.html, html_key=key)
    return note.html


def place_name(note: Note, anchor: str) -> str:
    """What a reader calls a place in a note: its heading, else the block's id."""
    return next((heading.text for heading in note.places if heading.anchor == anchor), anchor)


def find_block(note: Note, anchor: str) -> Block | None:
    """The block that carries this id on the note's page."""
    return next((block for block in parse(note).walk() if block.anchor == anchor), None)


@dataclass(slots=True)
class Branch:
    """A folder of the vault's tree; notes of a folder come before its own folders.

    `entrance` is the first note of a folder that is shown closed.
    """

    name: str
    path: str
    notes: list[Note] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)
    entrance: Note | None = None

    @property
    def count(self) -> int:
        """How many notes lie in the folder and below."""
        return len(self.notes) + sum(branch.count for branch in self.branches)

    @property
    def first_note(self) -> Note | None:
        """The note to begin with."""
        below = (branch.first_note for branch in self.branches)
        return self.notes[0] if self.notes else next(below, None)


def vault_tree(vault: Vault) -> Branch:
    """The vault's notes by folder, kept in memory while the vault stays as it is; nobody may change it."""
    return _load_tree(vault.pk, vault.state_key)


@lru_cache(maxsize=8)
def _load_tree(vault_pk: int, state_key: str) -> Branch:
    vault = Vault.objects.get(pk=vault_pk)
    root = Branch(vault.name, "")
    branches = {"": root}
    for note in vault.notes.only("vault", "path", "slug", "title"):
        branch_of(note.folder, branches).notes.append(note)
    return root


# Up to so many notes a page shows all of the vault's tree, beyond it the open folders only.
WHOLE_TREE = 300


def tree_around(vault: Vault, folder: str) -> Branch:
    """The tree as the page of a note in this folder shows it: of a large vault, other folders are closed."""
    tree = vault_tree(vault)
    return tree if tree.count <= WHOLE_TREE else open_branch(tree, folder)


def open_branch(branch: Branch, folder: str) -> Branch:
    """The branch with nothing but what lies on the way to a folder opened."""
    is_open = branch.path == "" or folder == branch.path or folder.startswith(f"{branch.path}/")
    if not is_open:
        return replace(branch, notes=[], branches=[], entrance=branch.first_note)
    return replace(branch, branches=[open_branch(below, folder) for below in branch.branches])


def branch_of(folder: str, branches: dict[str, Branch]) -> Branch:
    if folder not in branches:
        parent, _, name = folder.rpartition("/")
        branches[folder] = Branch(name, folder)
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


def kept_note(vault: Vault, slug: str) -> Note:
    """The same, kept in memory while the vault stays as it is; nobody may change it."""
    return _keep_note(vault.pk, vault.state_key, slug)


# A long note with its page takes about 100 KB.
@lru_cache(maxsize=256)
def _keep_note(vault_pk: int, state_key: str, slug: str) -> Note:
    return find_note(Vault.objects.get(pk=vault_pk), slug)


def first_note(vault: Vault) -> Note | None:
    """Where reading begins: the note named Index, else the first one."""
    return vault.notes.filter(slug="index").first() or vault.notes.first()
