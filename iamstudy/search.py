"""The search page: one field for all rooms, each of which may answer with a group of results."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.choosing import open_vault
from content.search import results
from content.search.entrances import entrances_of
from content.search.query import Query, parse_query


@dataclass(frozen=True, slots=True)
class Group:
    """What one room found. The template shows `found`; with `is_cut` there is more than is shown."""

    title: str
    noun: str
    template: str
    found: list[Any]
    is_cut: bool = False


def find_notes(request: HttpRequest, query: Query) -> Group:
    found = results.search(open_vault(request), query)
    return Group("Notes", "note", "search/_notes.html", found.hits, found.is_cut)


# Who is asked, in the order of the page. A room that wants to answer adds a function of its own here.
FINDERS: tuple[Callable[[HttpRequest, Query], Group], ...] = (find_notes,)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = parse_query(request.GET.get("q", ""))
    groups = [] if query.is_empty else [finder(request, query) for finder in FINDERS]
    context: dict[str, Any] = {
        "place": "search",
        "query": query,
        "groups": [group for group in groups if group.found],
        "entrances": entrances_of(open_vault(request)) if query.is_empty else None,
    }
    # After a step back htmx asks for the whole page, though it says that it asks.
    is_part = request.htmx and not request.htmx.history_restore_request
    return render(
        request, "search.html#results" if is_part else "search.html", context | {"is_part": is_part}
    )
