"""What this room hangs into the pages of notes."""

from django.utils.html import format_html

from content.models import Note


def heading_moon(note: Note, anchor: str) -> str:
    """A place for the heading's moon: pages are stored for everybody, so the mastery fragment fills it."""
    return format_html('<span class="moon-slot" id="moon-{}"></span>', anchor)
