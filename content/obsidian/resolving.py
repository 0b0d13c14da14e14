"""From a link as written to the note, heading, block or file it means."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.obsidian.note import Heading

IMAGE_SUFFIXES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "svg"})
FILE_SUFFIXES = IMAGE_SUFFIXES | frozenset(
    {"pdf", "canvas", "base", "mp3", "wav", "m4a", "ogg", "flac", "3gp", "mp4", "webm", "mov", "mkv", "ogv"}
    | {"csv", "json", "txt", "yaml", "yml", "zip", "docx", "xlsx", "pptx", "excalidraw"}
)

_SUFFIX = re.compile(r"\.md$", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads."""

    href: str
    title: str
    found_fragment: bool = True  # false: the note is there, the heading or block is not


class Resolver(Protocol):
    """What `parse_note` asks about the vault, on behalf of one note."""

    def note(self, target: str, fragment: str) -> Target | None:
        """The note a link means, or `None`; an empty target is the note that asks."""
        ...

    def file(self, target: str) -> str | None:
        """The URL of a file of the vault, or `None`."""
        ...


def name_key(target: str) -> str:
    """The last part of a target or path, as names are compared: links of other keys can't mean it."""
    return posixpath.basename(_fold(_SUFFIX.sub("", target.strip())))


def _fold(path: str) -> str:
    if path.isascii():
        return path.lower()
    # A file name from a Mac comes decomposed, and a pasted link holds non-breaking spaces.
    return unicodedata.normalize("NFC", path).replace("\xa0", " ").casefold()


class VaultNames:
    """The names in a vault, and Obsidian's rules for what a link among them means.

    Paths are relative to the vault, with forward slashes; notes with their `.md`.
    """

    def __init__(self, notes: Iterable[str], files: Iterable[str] = ()) -> None:
        self._notes = _PathIndex(notes, drops_suffix=True)
        self._files = _PathIndex(files, drops_suffix=False)

    def find_note_or_file(self, source_path: str, target: str) -> str | None:
        """The path of what `target` means in the note at `source_path`: a note, else a file."""
        found = None if is_file(target) else self.find_note(source_path, target)
        return found or (self.find_file(source_path, target) if target else None)

    def find_note(self, source_path: str, target: str) -> str | None:
        """The path of the note that `target` means in the note at `source_path`."""
        if not target.strip():
            return source_path
        return self._notes.find(source_path, target)

    def find_file(self, source_path: str, target: str) -> str | None:
        """The path of the file that `target` means in the note at `source_path`."""
        return self._files.find(source_path, target)


def is_file(target: str) -> bool:
    """Whether a target names a file that is not a note."""
    return "." in target and target.rpartition(".")[2].lower() in FILE_SUFFIXES


def find_anchor(headings: Sequence[Heading], block_ids: Sequence[str], fragment: str) -> str | None:
    """The id that `Heading`, `A#B` (B somewhere below A) or `^id` means in one note."""
    if fragment.startswith("^"):
        return _find_block(block_ids, fragment[1:].strip())
    steps = [key for step in fragment.split("#") if (key := _heading_key(step))]
    found: Heading | None = None
    at = 0
    for step in steps:
        found, at = _find_below(headings, found, at, step)
        if found is None:
            return None
    return found.anchor if found else None


def _find_block(block_ids: Sequence[str], wanted: str) -> str | None:
    if wanted in block_ids:
        return f"^{wanted}"
    return next((f"^{name}" for name in block_ids if name.lower() == wanted.lower()), None)


def _find_below(
    headings: Sequence[Heading], above: Heading | None, start: int, key: str
) -> tuple[Heading | None, int]:
    for at in range(start, len(headings)):
        heading = headings[at]
        if above and heading.level <= above.level:
            break
        if _heading_key(heading.text) == key:
            return heading, at + 1
    return None, start


def _heading_key(text: str) -> str:
    """Headings are compared without case and punctuation: `SAML 2 0` is written for `SAML 2.0`."""
    return " ".join(_WORD.findall(text.casefold())) or text.strip()


class _PathIndex:
    """Paths by their name in lower case; finds the one a link means."""

    def __init__(self, paths: Iterable[str], *, drops_suffix: bool) -> None:
        self._drops_suffix = drops_suffix
        self._by_key: dict[str, str] = {}
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        for path in sorted(paths, key=lambda path: (len(path), path)):
            key = self._key(path)
            self._by_key.setdefault(key, path)
            self._by_name.setdefault(posixpath.basename(key), []).append((key, path))

    def find(self, source_path: str, target: str) -> str | None:
        """Exact path in the vault, else in the folder of the source, else the shortest path that ends so."""
        key = self._key(target.strip())
        folder = posixpath.dirname(self._key(source_path))
        if key.startswith(("./", "../")):
            return self._by_key.get(posixpath.normpath(posixpath.join(folder, key)))
        if key.startswith("/"):
            return self._by_key.get(key.lstrip("/"))
        beside = self._by_key.get(key) or self._by_key.get(posixpath.join(folder, key))
        if beside:
            return beside
        named = self._by_name.get(posixpath.basename(key), ())
        return next((path for other, path in named if other == key or other.endswith("/" + key)), None)

    def _key(self, path: str) -> str:
        if self._drops_suffix and path[-3:].lower() == ".md":
            path = path[:-3]
        return _fold(path)
