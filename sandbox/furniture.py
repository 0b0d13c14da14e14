"""What this room hangs into the pages of notes."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from content.models import Note


def open_policy_link(note: Note, anchor: str) -> str:
    """Below a policy: open it in the sandbox."""
    address = f"{reverse('sandbox:open_sandbox')}?{urlencode({'note': note.slug, 'policy': anchor})}"
    return format_html('<a class="push open-policy" href="{}">Open in the sandbox</a>', address)
