"""Takes the database out of a package of Anki: a zip whose one file may be packed once more."""

from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import zstandard

from content.uploads import ZIP_ERRORS, Limits, UploadError, check_listing

# Newest first: beside a newer collection lies an old one that only says to update Anki.
NAMES = ("collection.anki21b", "collection.anki21", "collection.anki2")
PACKED_ONCE_MORE = "collection.anki21b"
ZIP_MAGIC = b"PK"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MOST_FILES = 20_000  # a package brings every picture and recording along
LARGEST_WINDOW = 1 << 27  # bytes that unpacking may keep in memory
ENCRYPTED = 0x1
EXPORT_ANEW = "export the deck from Anki once more, without media"
DAMAGED = ("this package is damaged", EXPORT_ANEW)
_CHUNK = 65_536


def unpack_collection(file: IO[bytes], target: Path, most: int) -> None:
    """Writes the collection that a file is, or that is packed in it, to `target`: at most so many bytes.

    Raises: UploadError.
    """
    start = file.read(len(ZSTD_MAGIC))
    file.seek(0)
    try:
        if start.startswith(ZIP_MAGIC):
            unpack_package(file, target, most)
        elif start == ZSTD_MAGIC:
            write(unpacked(file), target, most)
        else:
            write(file, target, most)
    except (*ZIP_ERRORS, zstandard.ZstdError) as error:
        raise UploadError(*DAMAGED) from error


def unpack_package(file: IO[bytes], target: Path, most: int) -> None:
    check_package(file)
    with ZipFile(file) as package:
        info = find_collection(package)
        with package.open(info) as packed:
            write(unpacked(packed) if info.filename == PACKED_ONCE_MORE else packed, target, most)


def unpacked(packed: IO[bytes]) -> IO[bytes]:
    return zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(packed)


def check_package(file: IO[bytes]) -> None:
    """Refuses what is no zip, and one whose listing alone would fill the memory."""
    try:
        check_listing(file, file.seek(0, 2), Limits(size=0, files=MOST_FILES))
    except UploadError as error:
        raise UploadError("this package is damaged, or holds too many files", EXPORT_ANEW) from error


def find_collection(package: ZipFile) -> ZipInfo:
    listed = {info.filename: info for info in package.infolist()}
    found = next((listed[name] for name in NAMES if name in listed), None)
    if found is None:
        raise UploadError(
            "there is no collection of Anki in it", "choose an `.apkg` or `.colpkg` that Anki exported"
        )
    if found.flag_bits & ENCRYPTED or found.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UploadError("it is packed in a way that Anki does not use", EXPORT_ANEW, found.filename)
    return found


def write(source: IO[bytes], target: Path, most: int) -> None:
    size = 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise UploadError(
                    f"the collection takes more than {most // 1_000_000:,} MB",
                    "export only the deck of this vault",
                )
            file.write(chunk)
