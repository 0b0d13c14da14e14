"""Reading a vault's folder from disk, without trusting anything in it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from content.obsidian import scanning
from content.obsidian.limits import MAX_NOTE_BYTES
from content.obsidian.note import Problem
from content.obsidian.slugs import slugify_path

# The index keeps 1000 characters of a slug, which may end in `-2`; PostgreSQL sorts no more than 2704 bytes.
MAX_PATH_BYTES = 900
ENCODING_REMEDY = "save the file as UTF-8"
UNREADABLE_REMEDY = "check the rights of the file or folder, then sync again"


@dataclass(frozen=True, slots=True)
class NoteFile:
    path: str  # in the vault, with forward slashes
    source: str
    source_hash: str
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Folder:
    """All that was found below a vault's root, in path order."""

    notes: list[NoteFile] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    # Paths that are there but could not be read: what was known of them before stays.
    unread: set[str] = field(default_factory=set)

    def report(self, path: str, message: str, remedy: str) -> None:
        self.problems.append({"path": path, "message": message, "remedy": remedy})

    def hides(self, path: str) -> bool:
        """Whether `path` is, or lies in, something that could not be read: it may still be there."""
        return any(unread in ("", path) or path.startswith(f"{unread}/") for unread in self.unread)


def read_folder(root: Path) -> Folder:
    """Reads every note below `root`; hidden folders (`.obsidian`, `.trash`, `.git`) are left out."""
    folder = Folder()
    if not root.is_dir():
        folder.unread.add("")
        folder.report(str(root), "there is no such folder", "set IAMSTUDY_VAULT to the folder of your notes")
        return folder
    for file in walk_files(root, folder):
        path = file.relative_to(root).as_posix()
        if file.suffix.lower() == ".md":
            read_note(file, path, folder)
        else:
            folder.files.append(path)
    return folder


def walk_files(root: Path, folder: Folder) -> Iterator[Path]:
    """All files whose names an index can hold; whatever else is not hidden is reported."""

    def report_error(error: OSError) -> None:
        path = Path(error.filename).relative_to(root).as_posix()
        folder.unread.add(path)
        folder.report(path, f"this folder could not be opened: {error.strerror}", UNREADABLE_REMEDY)

    for directory, subdirectories, names in os.walk(root, onerror=report_error):
        above = Path(directory)
        subdirectories[:] = [
            name for name in sort_shown(subdirectories) if may_enter(above / name, root, folder)
        ]
        yield from (above / name for name in sort_shown(names) if has_fit_name(above / name, root, folder))


def sort_shown(names: list[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith("."))


def may_enter(directory: Path, root: Path, folder: Folder) -> bool:
    if not has_fit_name(directory, root, folder):
        return False
    if directory.is_symlink():
        # It may lead in circles or out of the vault.
        path = directory.relative_to(root).as_posix()
        folder.report(path, "a link to a folder is not followed", "copy the folder into the vault")
        return False
    return True


def has_fit_name(file: Path, root: Path, folder: Folder) -> bool:
    """Whether the index can hold this path; reports one that it cannot."""
    path = file.relative_to(root).as_posix()
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


def read_note(file: Path, path: str, folder: Folder) -> None:
    try:
        is_inside = file.resolve().is_relative_to(file.parents[path.count("/")].resolve())
        if not is_inside:
            folder.report(path, "this link leads out of the vault", "copy the file into the vault")
            return
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            # Opening a pipe would wait for ever; a device may never end.
            folder.unread.add(path)
            folder.report(path, "this is no regular file", "put a file in its place, or move it elsewhere")
            return
        data = read_start(file)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        folder.unread.add(path)
        reason = getattr(error, "strerror", None) or "it links to itself"
        folder.report(path, f"this file could not be read: {reason}", UNREADABLE_REMEDY)
        return
    source, problems = decode_note(data)
    folder.notes.append(NoteFile(path, source, hash_source(data, status.st_size), problems))


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
