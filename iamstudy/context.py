from django.http import HttpRequest

from content.choosing import open_vault
from people.domain import learner_of
from quizzes.queries import due_count

THEMES = ("light", "dark")


def furniture(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "due_count": lambda: count_due(request),
    }


def count_due(request: HttpRequest) -> int:
    learner = learner_of(request)
    return due_count(learner, open_vault(request)) if learner else 0
