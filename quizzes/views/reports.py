"""What learners say is wrong with questions, for whoever writes the notes."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from content.choosing import open_vault
from people.domain import learner_of
from quizzes.access import may_steer
from quizzes.forms import read_number
from quizzes.models import QuestionReport

MOST = 200  # on one page


def steered_reports(request: HttpRequest) -> QuerySet[QuestionReport]:
    """The reports of the vault that is open. Raises PermissionDenied for those who can't change its questions."""
    vault = open_vault(request)
    if not may_steer(learner_of(request), vault):
        raise PermissionDenied
    return QuestionReport.objects.filter(question_version__question__fact__vault=vault)


@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    reports = steered_reports(request).filter(settled_at=None)
    context = {
        "place": "recall",
        "room": "reports",
        "reports": reports.select_related("question_version__question__fact__note").order_by(
            "question_version__question__fact__note__position", "question_version", "-made_at"
        )[:MOST],
        "count": reports.count(),
        "settled": request.session.pop("settled", None),
    }
    return render(request, "quizzes/reports.html", context)


@require_POST
def settle_reports(request: HttpRequest) -> HttpResponse:
    """Takes all reports of one wording of a question off the list."""
    version, now = read_number(request.POST.get("version", "")), timezone.now()
    settled = (
        steered_reports(request).filter(question_version=version, settled_at=None).update(settled_at=now)
    )
    if settled:
        request.session["settled"] = {"version": version, "at": now.isoformat()}
    return redirect("quizzes:list_reports")


@require_POST
def reopen_reports(request: HttpRequest) -> HttpResponse:
    """Puts back on the list what was settled at one moment."""
    version = read_number(request.POST.get("version", ""))
    at = read_moment(request.POST.get("at", ""))
    steered_reports(request).filter(question_version=version, settled_at=at).exclude(settled_at=None).update(
        settled_at=None
    )
    return redirect("quizzes:list_reports")


def read_moment(text: str) -> datetime | None:
    """A moment in ISO 8601 with its zone; None for nonsense."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
