"""Where a reader left off. It is kept in the session: a visitor needs no account to find the page again."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from content.models import Note

SESSION_KEY = "reading_place"


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    note: Note
    heading: dict[str, object] | None
    at: datetime


def place_from_form(request: HttpRequest, note: Note) -> str:
    """The anchor that the page reports, if the note has such a heading."""
    anchor = request.POST.get("anchor", "")
    return anchor if any(heading["anchor"] == anchor for heading in note.headings) else ""


def keep_reading_place(request: HttpRequest, note: Note, anchor: str = "") -> None:
    request.session[SESSION_KEY] = {"note": note.pk, "anchor": anchor, "at": timezone.now().isoformat()}


def is_open_place(request: HttpRequest, note: Note) -> bool:
    """Whether this note is the one last opened; a page that was left reports after the next one has opened."""
    place = request.session.get(SESSION_KEY)
    return bool(place) and place["note"] == note.pk


def reading_place(request: HttpRequest, vault_id: int) -> ReadingPlace | None:
    """The note and heading last read in this vault, while that note exists."""
    place = request.session.get(SESSION_KEY)
    note = place and Note.objects.filter(pk=place["note"], vault_id=vault_id).first()
    if not note:
        return None
    heading = next((heading for heading in note.headings if heading["anchor"] == place["anchor"]), None)
    return ReadingPlace(note, heading, datetime.fromisoformat(place["at"]))
