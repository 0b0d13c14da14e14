"""Any file that can be brought in, told apart by how it begins."""

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from content.models import Vault
from content.uploads import UploadError
from quizzes.transfer import anki
from quizzes.transfer.archive_reading import read_archive
from quizzes.transfer.incoming import Incoming
from quizzes.transfer.packages import ZIP_MAGIC, ZSTD_MAGIC, unpack_collection

MOST_JSON = 64 * 1024 * 1024  # bytes; read as a whole, it takes some ten times as much memory
BOM = b"\xef\xbb\xbf"
UNKNOWN = (
    "this is no file that can be read here",
    "choose a `.json` from this page, or an `.apkg`, `.colpkg` or `collection.anki2` from Anki",
)


def read_file(file: IO[bytes], vault: Vault, at: datetime, most_json: int | None = MOST_JSON) -> Incoming:
    """What a file brings for a vault. `most_json` None: as much as memory holds. Raises: UploadError."""
    file.seek(0)
    start = file.read(64)
    file.seek(0)
    if start.startswith((ZIP_MAGIC, anki.MAGIC, ZSTD_MAGIC)):
        return read_anki(file, vault, at)
    if start.removeprefix(BOM).lstrip()[:1] != b"{":
        raise UploadError(*UNKNOWN)
    return read_archive(decode(file, most_json))


def read_anki(file: IO[bytes], vault: Vault, at: datetime) -> Incoming:
    """Unpacks a collection into a file of its own, since SQLite reads no stream; the file goes at once."""
    with tempfile.TemporaryDirectory(prefix="iamstudy-") as folder:
        target = Path(folder, "collection.anki2")
        unpack_collection(file, target, settings.MAX_VAULT_BYTES)
        return anki.read_collection(target, vault, at)


def decode(file: IO[bytes], most: int | None) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if most is not None and size > most:
        raise UploadError(
            f"this file has more than {most // (1024 * 1024)} MB",
            "ask whoever runs this site to bring it in by `manage.py import_cards`",
        )
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadError(
            "from here on this is not UTF-8", "save it as UTF-8, or export it anew", f"byte {error.start:,}"
        ) from error
