from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest

from content.choosing import open_vault
from people.domain import learner_of
from quizzes.queries import due_count

THEMES = ("light", "dark")
KEEP_FOR = 7 * 24 * 3600  # seconds that a part of a page is kept, while what it shows stays the same


def furniture(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "keep_for": 0 if settings.DEBUG else KEEP_FOR,
        "release": hash_of_templates,
        "due_count": lambda: count_due(request),
    }


@cache
def hash_of_templates() -> str:
    """What tells parts of pages that an earlier version left in a common cache from ours."""
    hasher = blake2b(digest_size=8)
    for template in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        hasher.update(template.read_bytes())
    return hasher.hexdigest()


def count_due(request: HttpRequest) -> int:
    learner = learner_of(request)
    return due_count(learner, open_vault(request)) if learner else 0
