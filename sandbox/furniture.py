"""What this room hangs into the pages of notes."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from content.models import Note
from sandbox.terms import is_term


def open_policy_link(note: Note, anchor: str) -> str:
    """Below a policy: open it in the sandbox."""
    address = f"{reverse('sandbox:open_sandbox')}?{urlencode({'note': note.slug, 'policy': anchor})}"
    return format_html('<a class="push open-policy" href="{}">Open in the sandbox</a>', address)


def term_link(note: Note, word: str) -> str:
    """An action or condition key in the text: what AWS says of it is one press, or a moment's rest, away."""
    return link_of(word)


@lru_cache(maxsize=4096)
def link_of(word: str) -> str:
    if not is_term(word):
        return format_html("<code>{}</code>", word)
    address = reverse("sandbox:show_term", args=[word])
    return format_html('<a class="iam-term" href="{}" data-card><code>{}</code></a>', address, word)
