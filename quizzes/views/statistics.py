from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.choosing import open_vault
from content.queries import find_note
from people.domain import learner_of
from quizzes.queries import Scope
from quizzes.statistics.page import LISTED_PARTS, RANGES, SHOWN_PARTS, Statistics, range_named


@require_safe
def show_statistics(request: HttpRequest) -> HttpResponse:
    vault = open_vault(request)
    slug = request.GET.get("note")
    scope = Scope(vault, learner_of(request), find_note(vault, slug) if slug else None)
    statistics = Statistics(scope, range_named(request.GET.get("range")), timezone.now())
    context = {
        "place": "recall",
        "room": "statistics",
        "scope": scope,
        "statistics": statistics,
        "ranges": RANGES,
        "shown_slice": f":{SHOWN_PARTS}",
        "table_slice": f":{LISTED_PARTS}",
    }
    template = "quizzes/statistics.html#statistics" if request.htmx else "quizzes/statistics.html"
    return render(request, template, context)
