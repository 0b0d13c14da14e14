"""What this room hangs into the pages of notes: places that the mastery fragment fills.

Pages are stored for everybody, so what one reader knows comes by a fragment of its own.
"""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from content.models import Note


def heading_place(note: Note, anchor: str) -> str:
    """For the heading's moon, and for the way to its questions."""
    return format_html(
        '<span class="moon-slot" id="moon-{}"></span><span class="quiz-slot" id="quiz-{}"></span>',
        anchor,
        anchor,
    )


def self_test_place(note: Note, anchor: str) -> str:
    """For the reader's own verdict on a folded question: asked for when the callout is opened."""
    address = f"{reverse('quizzes:self_test')}?{urlencode({'note': note.slug, 'at': anchor})}"
    return format_html('<div class="self-test-slot" hx-get="{}" hx-trigger="intersect once"></div>', address)
