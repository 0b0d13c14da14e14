"""A small vault for these tests."""

from content.obsidian.note import Note
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target, VaultNames, find_anchor
from content.obsidian.scanning import scan_note

SOURCES = {
    "Roles.md": "## Trust policy\ntext ^trust\n## Use\n### Who 2.0?\n## Session\n### Who 2.0?\n",
    "AWS/Keys.md": "# Keys\n",
    "AWS/Deep/Keys.md": "",
    "Other/Long Folder/Only Here.md": "",
}
FILES = ("attachments/moon.png", "AWS/notes.pdf")


def vault_names() -> VaultNames:
    """The names of the small vault."""
    return VaultNames(SOURCES, FILES)


def find_in(path: str, fragment: str) -> str | None:
    """The id of a heading or block of a note of the small vault."""
    outline = scan_note(SOURCES[path], path)
    return find_anchor(outline.headings, outline.block_ids, fragment)


class SmallVault:
    """The small vault as a note at `source_path` sees it."""

    def __init__(self, source_path: str = "Here.md") -> None:
        self.names = vault_names()
        self.source_path = source_path

    def note(self, target: str, fragment: str) -> Target | None:
        path = self.names.find_note(self.source_path, target)
        if path is None:
            return None
        anchor = find_in(path, fragment) if fragment else None
        href = f"/{path}" + (f"#{anchor}" if anchor else "")
        return Target(href, path, found_fragment=not fragment or anchor is not None)

    def file(self, target: str) -> str | None:
        path = self.names.find_file(self.source_path, target)
        return f"/files/{path}" if path else None


def read(source: str) -> Note:
    """A note of the small vault, parsed."""
    return parse_note(source, "Here", SmallVault())
