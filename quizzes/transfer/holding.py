"""Keeps an upload between the page that says what it would do and the button that does it."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from content.uploads import UploadError

HELD_FOR = 3600  # seconds
_TOKEN = re.compile(r"[0-9a-f]{32}")


def hold(file: UploadedFile) -> str:
    """Stores an upload for an hour; returns what it is found by. Raises: UploadError."""
    folder = held_files()
    remove_stale()
    token = token_hex(16)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < (file.size or 0) + settings.KEPT_FREE_BYTES:
            raise UploadError("this site has no room for another file", "tell whoever runs it")
        with (folder / token).open("xb") as held:
            for chunk in file.chunks():
                held.write(chunk)
    except OSError as error:
        release(token)
        raise UploadError(
            f"it could not be stored: {error.strerror}", "tell whoever runs this site"
        ) from error
    return token


@contextmanager
def held(token: str) -> Iterator[IO[bytes]]:
    """The upload of this token. Raises: UploadError where it waits no longer."""
    try:
        # INVARIANT: a token is no path.
        file = (held_files() / token).open("rb") if _TOKEN.fullmatch(token) else None
    except OSError:
        file = None
    if file is None:
        raise UploadError("no file is waiting any longer", "choose it once more")
    with file:
        yield file


def release(token: str) -> None:
    """Forgets an upload."""
    if _TOKEN.fullmatch(token):
        (held_files() / token).unlink(missing_ok=True)


def remove_stale() -> None:
    folder = held_files()
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < time.time() - HELD_FOR:
                file.unlink()
        except FileNotFoundError:  # another request was faster
            continue


def held_files() -> Path:
    return Path(settings.DATA_DIR, "incoming")
