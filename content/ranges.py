"""Parts of a file: players ask for them to jump within sound and film (RFC 9110, Range Requests)."""

import re
from pathlib import Path

from django.http import HttpResponse

MOST_BYTES = 4 * 1024 * 1024  # in one answer; a player asks for the next part by itself

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def find_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that a header asks for; None where it asks for no single range in bytes.

    A range beyond the end of the file begins at its size.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    return (min(first, size), min(last, size - 1)) if first <= last or not found[2] else None


def answer_range(file: Path, content_type: str, asked: tuple[int, int]) -> HttpResponse:
    """The bytes asked for, at most `MOST_BYTES` of them; 416 where the file has none there."""
    size = file.stat().st_size
    first, last = asked
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with file.open("rb") as stream:
        stream.seek(first)
        part = stream.read(min(last - first + 1, MOST_BYTES))
    headers = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(part, status=206, content_type=content_type, headers=headers)
