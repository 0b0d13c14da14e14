"""The front page, and pages that belong to no room."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from content.choosing import open_vault
from content.models import Note, Vault
from content.places import ReadingPlace, reading_place
from iamstudy.context import THEMES
from people.domain import learner_of
from quizzes import queries
from quizzes.queries import NoteTally, Scope
from sandbox.domain import has_trial

YEAR = 60 * 60 * 24 * 365

# Addresses that answer no GET, and the page to show instead of each.
PAGES_OF_FORMS = {
    "choose_theme": "today",
    "content:keep_place": "content:open_vault",
    "content:choose_vault": "content:list_vaults",
    "content:rename_vault": "content:list_vaults",
    "content:replace_vault": "content:list_vaults",
    "quizzes:answer_card": "quizzes:study",
    "quizzes:rate_card": "quizzes:study",
    "quizzes:take_hint": "quizzes:study",
    "quizzes:undo": "quizzes:study",
    "quizzes:skip_card": "quizzes:study",
    "quizzes:suspend_card": "quizzes:study",
    "quizzes:report_question": "quizzes:study",
    "quizzes:resume_card": "quizzes:list_suspended",
    "quizzes:fit_deck": "quizzes:edit_deck",
    "quizzes:reset_parameters": "quizzes:edit_deck",
    "quizzes:settle_reports": "quizzes:list_reports",
    "quizzes:reopen_reports": "quizzes:list_reports",
    "quizzes:begin_exam": "quizzes:list_exams",
    "quizzes:begin_cram": "quizzes:choose_cram",
    "quizzes:go_round_again": "quizzes:choose_cram",
    "quizzes:recall_missed": "quizzes:list_exams",
    "quizzes:draw_question": "quizzes:open_drill",
    "quizzes:end_drill": "quizzes:open_drill",
    "quizzes:bring_in_file": "quizzes:show_transfer",
    "quizzes:steer_question": "quizzes:study",
    "sandbox:start_over": "sandbox:open_sandbox",
    "sandbox:bring_back": "sandbox:open_sandbox",
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    vault = open_vault(request)
    learner = learner_of(request)
    place = reading_place(request, vault.pk)
    scope = Scope(vault, learner, first=place.note.pk if place else None)
    now = timezone.now()
    notes = queries.note_tallies(scope, now)
    due = sum(row.due for row in notes)
    new = queries.new_left(scope, now)
    week = queries.due_week(scope, now)
    context: dict[str, Any] = {
        "place": "today",
        "learner": learner,
        "vault": vault,
        "today": timezone.localtime(now),
        "greeting": greeting(timezone.localtime(now).hour),
        "notes": notes,
        "due_notes": [row for row in notes if row.due],
        "due": due,
        "new": new,
        "seconds": (due or new) * queries.SECONDS_A_CARD,
        "tally": sum_tallies(notes),
        "week": week,
        "later": week[0][1] - due,
        "left_off": place,
        "next_note": next_note(vault, notes, place),
        "weakest": weakest_note(notes),
        "has_policy": has_trial(request),
    }
    return render(request, "today.html", context)


def greeting(hour: int) -> str:
    if hour < 5:
        return "Good night"
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def sum_tallies(notes: list[NoteTally]) -> queries.Tally:
    return queries.Tally(
        solid=sum(row.tally.solid for row in notes),
        shaky=sum(row.tally.shaky for row in notes),
        learning=sum(row.tally.learning for row in notes),
        new=sum(row.tally.new for row in notes),
    )


def next_note(vault: Vault, notes: list[NoteTally], place: ReadingPlace | None) -> Note | None:
    """What to read: the first note none of whose facts was met, other than the one that is open already."""
    current = place.note.pk if place else None
    fresh = (row.note for row in notes if not row.tally.known and row.note.pk != current)
    return next(fresh, None) or vault.notes.order_by("position").exclude(pk=current).first()


def weakest_note(notes: list[NoteTally]) -> NoteTally | None:
    """The note that was begun and of which least is solid."""
    begun = [row for row in notes if row.tally.known]
    return min(begun, key=lambda row: row.tally.solid / row.tally.total, default=None)


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remembers day or evening in a cookie; the server writes it into the page, so nothing flashes."""
    address = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(page_of(address) if is_ours else "/")
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


def page_of(address: str) -> str:
    """The address itself, or where it only takes forms, that of the page with the form."""
    parts = urlsplit(address)
    try:
        name = resolve(unquote(parts.path)).view_name
    except Resolver404:
        return address
    if name not in PAGES_OF_FORMS:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return reverse(PAGES_OF_FORMS[name]) + query


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer: the database is there and knows its tables."""
    Vault.objects.exists()
    return HttpResponse("ok", content_type="text/plain")


def refuse(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "error.html", {"status": status, "title": title, "advice": advice}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 400, "That request made no sense here.", "Go back and try it once more.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(
        request, 403, "That page is not yours to see.", "Sign in as somebody who may see it, or go back."
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    advice = "The note may have been renamed. The vault lists all there are."
    return refuse(request, 404, "There is no such page.", advice)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    advice = "This address only takes what a form of the site sends it. Go back, or begin at the front page."
    return refuse(request, 405, "There is no page to open here.", advice)


def body_too_large(request: HttpRequest) -> HttpResponse:
    limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
    advice = (
        f"At most {limit} can be sent at once. Leave out large recordings and the like, or let the site read the "
        "folder itself: start it with IAMSTUDY_VAULT."
    )
    return refuse(request, 413, "That upload is too large.", advice)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    advice = "The page was open for too long, or cookies are off. Load it again, then send it once more."
    return refuse(request, 403, "That form is out of date.", advice)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without context processors: what broke may be what they need.
    page = render_to_string(
        "error_plain.html",
        {
            "title": "Something broke on our side.",
            "advice": "Nothing that you had saved is lost. Try it again.",
        },
    )
    return HttpResponse(page, status=500)
