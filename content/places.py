"""What a reader has read: kept in the session, since a visitor needs no account to find the page again."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from content.models import WORDS_PER_MINUTE, Note

SESSION_KEY = "reading"  # {"open": primary key, "notes": {primary key: {anchor, at, seen}}}, the latest last
MOST_NOTES = 100  # of which a session keeps something; a digest of a section takes six characters
SAME_VISIT = timedelta(minutes=1)
TOP = ""  # stands for what is above the first heading

Heading = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a reader left a note."""

    note: Note
    heading: Heading | None
    at: datetime

    @property
    def minutes_left(self) -> int:
        """Time to read the rest, at least one minute."""
        lines = self.note.source.split("\n")[self.heading["line"] - 1 if self.heading else 0 :]
        return max(1, round(sum(len(line.split()) for line in lines) / WORDS_PER_MINUTE))


@dataclass(frozen=True, slots=True)
class Visit:
    """What there is to say to a reader who comes back to a note."""

    place: ReadingPlace
    changed: tuple[Heading, ...]  # the headings of sections that are new or read differently
    is_top_changed: bool

    @property
    def has_changed(self) -> bool:
        """Whether anything was added or reads differently."""
        return self.is_top_changed or bool(self.changed)


def begin_visit(request: HttpRequest, note: Note) -> Visit | None:
    """Remembers that a note is read, as it stands now; gives what was known of the visit before, if any."""
    kept = request.session.get(SESSION_KEY) or {}
    notes = dict(kept.get("notes", {}))
    before = notes.pop(str(note.pk), None)
    digests = digest_sections(note)
    visit = make_visit(note, before, digests) if before else None
    seen = " ".join(digests.values())
    if visit and kept["open"] == note.pk and before["seen"] == seen and is_fresh(visit.place.at):
        return visit
    anchor = before["anchor"] if before else ""
    notes[str(note.pk)] = {
        "anchor": anchor,
        "at": timezone.now().isoformat(),
        "seen": seen,
    }
    latest = dict(list(notes.items())[-MOST_NOTES:])
    request.session[SESSION_KEY] = {"open": note.pk, "notes": latest}
    return visit


def is_fresh(at: datetime) -> bool:
    """Whether so little time has passed that it isn't worth writing down."""
    return timezone.now() - at < SAME_VISIT


def make_visit(note: Note, before: Mapping[str, str], digests: Mapping[str, str]) -> Visit:
    seen = set(before["seen"].split())
    changed = tuple(one for one in note.headings if digests[one["anchor"]] not in seen)
    return Visit(make_place(note, before), changed, digests[TOP] not in seen)


def digest_sections(note: Note) -> Mapping[str, str]:
    """A short digest of the text of each section, by the anchor of its heading."""
    starts = ((TOP, 1), *((heading["anchor"], heading["line"]) for heading in note.headings))
    return _digest_parts(note.source, starts)


# A page that is read again and again is not cut anew each time.
@lru_cache(maxsize=256)
def _digest_parts(source: str, starts: tuple[tuple[str, int], ...]) -> Mapping[str, str]:
    lines = source.split("\n")
    ends = [line for _, line in starts[1:]] + [len(lines) + 1]
    return {
        anchor: digest_text("\n".join(lines[start - 1 : end - 1]))
        for (anchor, start), end in zip(starts, ends, strict=True)
    }


def digest_text(text: str) -> str:
    """Another one when words change; not so for spaces."""
    digest = blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=4).digest()
    return b64encode(digest).decode().rstrip("=")


def keep_place(request: HttpRequest, note: Note, anchor: str) -> None:
    """Keeps the heading last in view; a page that was left may report after the next one has opened."""
    kept = request.session.get(SESSION_KEY) or {}
    if entry := kept.get("notes", {}).get(str(note.pk)):
        entry["anchor"] = anchor if find_heading(note, anchor) else ""
        request.session[SESSION_KEY] = kept


def find_heading(note: Note, anchor: str) -> Heading | None:
    return next((heading for heading in note.headings if heading["anchor"] == anchor), None)


def reading_place(request: HttpRequest, vault_id: int) -> ReadingPlace | None:
    """The note and heading last read in this vault, while that note exists."""
    kept = request.session.get(SESSION_KEY) or {}
    note = kept and Note.objects.filter(pk=kept["open"], vault_id=vault_id).first()
    return make_place(note, kept["notes"][str(note.pk)]) if note else None


def make_place(note: Note, entry: Mapping[str, str]) -> ReadingPlace:
    return ReadingPlace(note, find_heading(note, entry["anchor"]), datetime.fromisoformat(entry["at"]))
