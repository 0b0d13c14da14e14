"""A small vault for these tests."""

from collections.abc import Mapping

from content.obsidian.embeds import SHOWN_ABOVE, ShowPart, frame_part
from content.obsidian.note import Note
from content.obsidian.parsing import Reading, parse_note
from content.obsidian.resolving import Target, VaultNames, find_anchor
from content.obsidian.scanning import scan_note

SOURCES = {
    "Roles.md": "## Trust policy\ntext ^trust\n## Use\n### Who 2.0?\n## Session\n### Who 2.0?\n",
    "AWS/Keys.md": "# Keys\n",
    "AWS/Deep/Keys.md": "",
    "Other/Long Folder/Only Here.md": "",
}
FILES = ("attachments/moon.png", "AWS/notes.pdf", "a.mp3", "b.mp4", "c.canvas")


def vault_names() -> VaultNames:
    """The names of the small vault."""
    return VaultNames([*SOURCES, "Here.md"], FILES)


def find_in(path: str, fragment: str, sources: Mapping[str, str] = SOURCES) -> str | None:
    """The id of a heading or block of a note of the small vault."""
    outline = scan_note(sources[path], path)
    return find_anchor(outline.headings, outline.block_ids, fragment)


class SmallVault:
    """The small vault as a note at `source_path` sees it; `here` is the text of the note `Here.md`."""

    def __init__(self, source_path: str = "Here.md", here: str = "") -> None:
        self.names = vault_names()
        self.source_path = source_path
        self.sources = {**SOURCES, "Here.md": here}

    def note(self, target: str, fragment: str) -> Target | None:
        path = self.names.find_note(self.source_path, target)
        if path is None:
            return None
        anchor = find_in(path, fragment, self.sources) if fragment else None
        href = "" if path == self.source_path else f"/{path}"
        href += f"#{anchor}" if anchor else ""
        return Target(href or "#", path, found_fragment=not fragment or anchor is not None)

    def file(self, target: str) -> str | None:
        path = self.names.find_file(self.source_path, target)
        return f"/files/{path}" if path else None

    def show_in(self, trail: tuple[tuple[str, str], ...]) -> ShowPart:
        """Shows what the note at `source_path` embeds, below the parts of notes in `trail`."""

        def show(target: str, fragment: str) -> str | None:
            path = self.names.find_note(self.source_path, target) or ""
            place = path, (find_in(path, fragment, self.sources) if fragment else "") or ""
            if place in trail:
                return SHOWN_ABOVE
            other = SmallVault(path, self.sources["Here.md"])
            reading = Reading(self.sources[path], other)
            part = reading.part(place[1], f"/{path}", other.show_in((*trail, place)))
            return None if part is None else frame_part(part)

        return show


def read(source: str) -> Note:
    """A note of the small vault, parsed."""
    return parse_note(source, "Here", SmallVault(here=source))


def read_whole(source: str) -> Note:
    """A note of the small vault with what it embeds, its tags leading to a search."""
    vault = SmallVault(here=source)
    reading = Reading(source, vault, lambda tag: f"/search/?q=tag:{tag}")
    return reading.note("Here", vault.show_in((("Here.md", ""),)))
