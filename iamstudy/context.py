from django.http import HttpRequest

from quizzes.queries import due_count

THEMES = ("light", "dark")


def furniture(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "due_count": lambda: due_count(request.user),
    }
