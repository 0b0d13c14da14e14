"""Reading a vault's folder from disk, without trusting anything in it."""

import os
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from content.obsidian import scanning
from content.obsidian.limits import MAX_NOTE_BYTES
from content.obsidian.note import Problem
from content.obsidian.slugs import slugify_path

# The index keeps 1000 characters of a slug, which may end in `-2`; PostgreSQL sorts no more than 2704 bytes.
MAX_PATH_BYTES = 900
ENCODING_REMEDY = "save the file as UTF-8"
UNREADABLE_REMEDY = "check the rights of the file or folder, then sync again"


# A file written so shortly before it is read may be written again with the same time on it.
UNSURE_NS = 2_000_000_000


class Stamp(NamedTuple):
    """When a file was written, and how many bytes it has: while both stay, its text does."""

    modified_ns: int
    size: int


class Known(NamedTuple):
    """What an index knows of a note's file."""

    stamp: Stamp
    source_hash: str


@dataclass(frozen=True, slots=True)
class NoteFile:
    path: str  # in the vault, with forward slashes
    source: str
    source_hash: str
    stamp: Stamp
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Folder:
    """All that was found below a vault's root."""

    notes: list[NoteFile] = field(default_factory=list)  # new or changed
    unchanged: dict[str, Stamp] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    # Paths that are there but could not be read: what was known of them before stays.
    unread: set[str] = field(default_factory=set)

    def report(self, path: str, message: str, remedy: str) -> None:
        self.problems.append({"path": path, "message": message, "remedy": remedy})

    def hides(self, path: str) -> bool:
        """Whether `path` is, or lies in, something that could not be read: it may still be there."""
        return any(unread in ("", path) or path.startswith(f"{unread}/") for unread in self.unread)


def read_folder(root: Path, known: Mapping[str, Known] | None = None) -> Folder:
    """Reads the notes below `root` that are not `known`; hidden folders (`.obsidian`, `.git`) are left out."""
    folder = Folder()
    if not root.is_dir():
        folder.unread.add("")
        folder.report(str(root), "there is no such folder", "set IAMSTUDY_VAULT to the folder of your notes")
        return folder
    walk = _Walk(root, folder, known or {})
    walk.enter(str(root), "")
    folder.notes.sort(key=lambda note: note.path)
    return folder


def read_files(root: Path, paths: Iterable[str], known: Mapping[str, Known]) -> Folder | None:
    """Reads the files at these paths alone; None where one is a folder, whose files nobody has named."""
    folder = Folder()
    walk = _Walk(root, folder, known)
    return folder if all(walk.take_file(path) for path in paths) else None


class _Walk:
    """One way through a vault's folders."""

    def __init__(self, root: Path, folder: Folder, known: Mapping[str, Known]) -> None:
        self.root = root.resolve()
        self.folder = folder
        self.known = known
        self.begun_ns = time.time_ns()

    def enter(self, directory: str, above: str) -> None:
        """Take in what lies in a directory; `above` is its path in the vault, with a slash at its end."""
        try:
            with os.scandir(directory) as found:
                entries = sorted((one for one in found if one.name[0] != "."), key=lambda one: one.name)
        except OSError as error:
            path = above.removesuffix("/")
            self.folder.unread.add(path)
            self.folder.report(path, f"this folder could not be opened: {error.strerror}", UNREADABLE_REMEDY)
            return
        directories = []
        for entry in entries:
            path = above + entry.name
            if _is_folder(entry):
                directories.append((entry, path))
            elif entry.name[-3:].lower() == ".md":
                self._take_note(entry, path)
            elif has_fit_name(path, self.folder):
                self.folder.files.append(path)
        for entry, path in directories:
            if has_fit_name(path, self.folder) and self._may_enter(entry, path):
                self.enter(entry.path, f"{path}/")

    def take_file(self, path: str) -> bool:
        """Take in one file, if it is there and a walk would come to it; false for a folder."""
        file = self.root / path
        parts = PurePosixPath(path).parts
        above = list(file.parents)[: len(parts) - 1]
        if any(part.startswith(".") for part in parts) or any(map(os.path.islink, above)):
            return True
        if not os.path.lexists(file):
            return True
        if file.is_dir():
            return False
        if path[-3:].lower() == ".md":
            self._take_note(file, path)
        elif has_fit_name(path, self.folder):
            self.folder.files.append(path)
        return True

    def _may_enter(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.is_symlink():
            # It may lead in circles or out of the vault.
            self.folder.report(path, "a link to a folder is not followed", "copy the folder into the vault")
            return False
        return True

    def _take_note(self, entry: os.DirEntry[str] | Path, path: str) -> None:
        known = self.known.get(path)
        if known is None and not has_fit_name(path, self.folder):
            return
        try:
            if entry.is_symlink() and not Path(entry).resolve().is_relative_to(self.root):
                self.folder.report(path, "this link leads out of the vault", "copy the file into the vault")
                return
            status = entry.stat()
            if not stat.S_ISREG(status.st_mode):
                # Opening a pipe would wait for ever; a device may never end.
                self.folder.unread.add(path)
                self.folder.report(
                    path, "this is no regular file", "put a file in its place, or move it elsewhere"
                )
                return
            stamp = self._stamp_of(status)
            if known is not None and known.stamp == stamp and _is_of_this_scanner(known):
                self.folder.unchanged[path] = stamp
                return
            data = read_start(Path(entry))
        except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
            self.folder.unread.add(path)
            reason = getattr(error, "strerror", None) or "it links to itself"
            self.folder.report(path, f"this file could not be read: {reason}", UNREADABLE_REMEDY)
            return
        source_hash = hash_source(data, status.st_size)
        if known is not None and known.source_hash == source_hash:
            self.folder.unchanged[path] = stamp
            return
        source, problems = decode_note(data)
        self.folder.notes.append(NoteFile(path, source, source_hash, stamp, problems))

    def _stamp_of(self, status: os.stat_result) -> Stamp:
        is_sure = status.st_mtime_ns < self.begun_ns - UNSURE_NS
        return Stamp(status.st_mtime_ns if is_sure else 0, status.st_size)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_of_this_scanner(known: Known) -> bool:
    return known.stamp.modified_ns > 0 and known.source_hash.startswith(f"{scanning.SCANNER_VERSION}:")


def has_fit_name(path: str, folder: Folder) -> bool:
    """Whether the index can hold this path; reports one that it cannot."""
    if path.isascii() and len(path) < MAX_PATH_BYTES // 10:
        return True
    shown = os.fsencode(path).decode("utf-8", "replace")
    if shown != path:
        folder.report(shown, "this name is not UTF-8", "rename it, then sync again")
        return False
    # A slug can be longer than its path: one character may stand for several letters.
    if max(len(path.encode()), len(slugify_path(path).encode())) > MAX_PATH_BYTES:
        folder.report(
            path, "this path is too long", f"shorten the names in it to {MAX_PATH_BYTES} bytes in all"
        )
        return False
    return True


def read_start(file: Path) -> bytes:
    """All of a note, or of one that is too large enough to see that it is."""
    with file.open("rb") as stream:
        return stream.read(MAX_NOTE_BYTES + 1)


def hash_source(data: bytes, size: int) -> str:
    """What a sync compares: the scanner, the bytes that were read of a note, and how many it has in all."""
    return f"{scanning.SCANNER_VERSION}:{blake2b(b'%d:' % size + data, digest_size=20).hexdigest()}"


def decode_note(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a note; bytes that are no UTF-8 show as �, and the first of them is named."""
    if len(data) > MAX_NOTE_BYTES:
        # The reader names the limit and reads nothing, so a character that the cut split is no problem.
        return data.decode("utf-8", errors="replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(line, f"byte 0x{data[error.start]:02x} is not UTF-8", ENCODING_REMEDY)
        return data.decode("utf-8-sig", errors="replace"), (problem,)
