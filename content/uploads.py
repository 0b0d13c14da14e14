"""The zip of an uploaded vault: what is taken from it, and what is refused before anything is kept.

Nothing that a zip says of itself is trusted: names are checked one by one, and what it unpacks to is counted
while it is unpacked.
"""

import errno
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFDIR, S_IFMT, S_IFREG
from typing import IO, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from content.folders import MAX_PATH_BYTES
from content.obsidian.resolving import is_file

MAX_NAME_BYTES = 255  # of one part of a path, as most file systems have it
MAX_DEPTH = 20  # folders in each other
MAX_PACKING = 100  # how many times as large as its zip a vault may be; text is packed to a tenth
FREE_PACKING = 1_000_000  # bytes for which nobody counts
LISTING_BYTES = 200  # room in a zip's listing for each file that it may hold
MOST_LEFT_OUT = 200  # files named as left out

_CHUNK = 65_536
_END = b"PK\5\6"
_END_RECORD = struct.Struct("<4s4H2LH")
_LARGE_END = b"PK\6\7"
_MAX_COMMENT = 65_535
_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x2041
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")

PACK_ANEW = "pack the folder anew as an ordinary zip"
# What zipfile may raise for a damaged file; the last is how it refuses a way of packing that it doesn't know.
ZIP_ERRORS = (BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError)
DAMAGED = ("this zip is damaged", f"{PACK_ANEW} and upload it again")


class UploadError(Exception):
    """Why an upload is refused, for people: the file it is about, if one, what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str, path: str = "") -> None:
        super().__init__(f"{path}: {message}; {remedy}" if path else f"{message}; {remedy}")
        self.message, self.remedy, self.path = message, remedy, path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one vault may take."""

    size: int  # bytes of all its files
    files: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What was unpacked."""

    name: str  # of the folder that all lay in; empty where there was none
    size: int  # bytes of all files
    notes: int
    left_out: tuple[str, ...]  # paths of files that are no notes and nothing a note can show


@dataclass(frozen=True, slots=True)
class _Entry:
    info: ZipInfo
    parts: tuple[str, ...]
    path: str

    @property
    def is_note(self) -> bool:
        return self.path[-3:].lower() == ".md"

    @property
    def is_kept(self) -> bool:
        """Whether it is a note, or something that a note can show or link to."""
        return self.is_note or is_file(self.parts[-1])


def unpack(file: IO[bytes], folder: Path, limits: Limits) -> Contents:
    """Unpacks the notes and attachments of a zip into an empty folder.

    Raises: UploadError; what lies in the folder by then is the caller's to remove.
    """
    size = file.seek(0, 2)
    check_listing(file, size, limits)
    try:
        with ZipFile(file) as archive:
            entries = [read_entry(info) for info in archive.infolist()]
            visible = [entry for entry in entries if not entry.info.is_dir() and not is_hidden(entry.parts)]
            kept = [entry for entry in visible if entry.is_kept]
            check_entries(kept, limits)
            top = find_top(entries, kept)
            room = min(limits.size, MAX_PACKING * size + FREE_PACKING)
            total = 0
            for entry in kept:
                total += write_file(archive, entry, folder.joinpath(*entry.parts[len(top) :]), room - total)
    except UnicodeDecodeError as error:
        name = bytes(error.object).decode("utf-8", "replace")
        raise UploadError("this name is not UTF-8", f"rename it, then {PACK_ANEW}", name) from error
    except ZIP_ERRORS as error:
        raise UploadError(*DAMAGED) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # A place within the file that can't be: its listing lies.
        raise UploadError(*DAMAGED) from error
    left_out = sorted(entry.path for entry in visible if not entry.is_kept)
    return Contents(
        "".join(top), total, sum(entry.is_note for entry in kept), tuple(left_out[:MOST_LEFT_OUT])
    )


def check_listing(file: IO[bytes], size: int, limits: Limits) -> None:
    """Refuses what is no zip, and a zip whose listing alone would fill the memory: `ZipFile` reads it at once."""
    file.seek(max(0, size - _MAX_COMMENT - _END_RECORD.size))
    tail = file.read()
    plain = len(tail) - _END_RECORD.size
    is_plain = plain >= 0 and tail.startswith(_END, plain) and tail.endswith(b"\0\0")
    at = plain if is_plain else tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise UploadError("this is not a zip", "choose the folder itself, or a zip of it")
    if tail.startswith(_LARGE_END, max(0, at - 20)):
        raise UploadError("this zip is of the kind for huge archives", PACK_ANEW)
    if _END_RECORD.unpack_from(tail, at)[5] > limits.files * LISTING_BYTES:
        refuse_count(limits)
    file.seek(0)


def refuse_count(limits: Limits) -> NoReturn:
    raise UploadError(
        f"there are more than {limits.files:,} files in it",
        "upload a part of the vault, or leave out what is no note",
    )


def read_entry(info: ZipInfo) -> _Entry:
    """An entry with the parts of its path.

    Raises: UploadError for a name that is no plain path within the vault.
    """
    name = name_of(info)
    parts = tuple(name.removesuffix("/").split("/"))
    shown = _CONTROL.sub("\ufffd", name)
    if _CONTROL.search(name):
        raise UploadError("this name holds a character that no file name may have", "rename it", shown)
    if "\\" in name:
        raise UploadError("this name holds a backslash", f"rename it, then {PACK_ANEW}", shown)
    if name.startswith("/") or _DRIVE.match(name) or not {"", ".", ".."}.isdisjoint(parts):
        raise UploadError("this path leads out of the folder", PACK_ANEW, shown)
    if max(len(part.encode()) for part in parts) > MAX_NAME_BYTES or len(name.encode()) > MAX_PATH_BYTES:
        raise UploadError(
            "this path is too long", f"shorten it to {MAX_PATH_BYTES} bytes in all", f"{shown[:100]}…"
        )
    if len(parts) > MAX_DEPTH:
        raise UploadError(f"this lies more than {MAX_DEPTH} folders deep", "move it further up", shown)
    return _Entry(info, parts, "/".join(parts))


def name_of(info: ZipInfo) -> str:
    """The name of an entry in composed form, as every system but one writes it."""
    name = info.orig_filename
    if not info.flag_bits & _IS_UTF8:
        # Older packers write UTF-8 without saying so; `ZipFile` takes it for the alphabet of DOS.
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeDecodeError as error:
            raise UploadError("this name is not UTF-8", f"rename it, then {PACK_ANEW}", name) from error
    return unicodedata.normalize("NFC", name)


def is_hidden(parts: tuple[str, ...]) -> bool:
    """Whether a file belongs to a program and not to the vault."""
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def check_entries(entries: list[_Entry], limits: Limits) -> None:
    """Refuses what can't be unpacked as plain files, each under a name of its own."""
    if len(entries) > limits.files:
        refuse_count(limits)
    if not any(entry.is_note for entry in entries):
        raise UploadError("there is no note in it", "choose a folder with files that end in `.md`")
    paths: dict[str, str] = {}
    for entry in entries:
        check_kind(entry)
        other = paths.setdefault(entry.path.casefold(), entry.path)
        if other is not entry.path:
            raise UploadError(
                f"`{other}` has the same name, but for its case", "rename one of them", entry.path
            )
    for entry in entries:
        for depth in range(1, len(entry.parts)):
            if "/".join(entry.parts[:depth]).casefold() in paths:
                raise UploadError(
                    "a folder above it has the name of a file", "rename one of them", entry.path
                )


def check_kind(entry: _Entry) -> None:
    kind = S_IFMT(entry.info.external_attr >> 16)
    if kind not in (0, S_IFREG, S_IFDIR):
        raise UploadError(
            "this is a link or a device", "put the file itself in its place, or leave it out", entry.path
        )
    if entry.info.flag_bits & _IS_ENCRYPTED:
        raise UploadError("this file is encrypted", "pack the folder without a password", entry.path)
    if entry.info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UploadError("this file is packed in a way that is not read here", PACK_ANEW, entry.path)


def find_top(entries: list[_Entry], kept: list[_Entry]) -> tuple[str, ...]:
    """The folder that a packer put around the vault; none where Obsidian's own folder says that all lies right."""
    tops = {entry.parts[0] for entry in kept}
    is_inside = all(len(entry.parts) > 1 for entry in kept)
    is_root = any(entry.parts[0] == ".obsidian" for entry in entries)
    return tuple(tops) if len(tops) == 1 and is_inside and not is_root else ()


def write_file(archive: ZipFile, entry: _Entry, target: Path, room: int) -> int:
    """Unpacks one file; returns its bytes, counted as they come."""
    size = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry.info) as packed, target.open("xb") as file:
        for chunk in _chunks(packed):
            size += len(chunk)
            if size > room:
                raise UploadError(
                    "from this file on the zip unpacks to more than a vault may take",
                    "leave out large recordings and the like",
                    entry.path,
                )
            file.write(chunk)
    return size


def _chunks(packed: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: packed.read(_CHUNK), b"")
