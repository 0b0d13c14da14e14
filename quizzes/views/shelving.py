"""What takes a question out of the queue, and the list of those that are out of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from content.choosing import open_vault
from people.domain import ensure_learner, learner_of
from people.models import Learner
from quizzes import shelf, shelving
from quizzes.access import may_steer
from quizzes.forms import read_number, read_reason
from quizzes.models import QuestionVersion
from quizzes.shelving import Shelved
from quizzes.views.study import find_version, next_card, read_scope, say, take_said


@require_POST
def skip_card(request: HttpRequest) -> HttpResponse:
    learner, version = read_asked(request)
    keep(request, shelving.skip(learner, version.question, timezone.now()))
    return next_card(request)


@require_POST
def suspend_card(request: HttpRequest) -> HttpResponse:
    learner, version = read_asked(request)
    keep(request, shelving.suspend(learner, version.question, timezone.now()))
    return next_card(request)


@require_POST
def report_question(request: HttpRequest) -> HttpResponse:
    learner, version = read_asked(request)
    reason = read_reason(request.POST.get("reason", ""))
    keep(request, shelving.report_question(learner, version, reason, timezone.now()))
    return next_card(request)


def read_asked(request: HttpRequest) -> tuple[Learner, QuestionVersion]:
    """Who asks, and what the form is about. Raises Http404, before a guest is made of a visitor."""
    version = find_version(request)
    read_scope(request)
    return ensure_learner(request), version


def keep(request: HttpRequest, shelved: Shelved) -> None:
    """Remembers how to undo it, and has the next page say it."""
    shelf.lay_down(request, open_vault(request), shelved)
    say(request, shelved.verb)


@require_safe
def list_suspended(request: HttpRequest) -> HttpResponse:
    context = {
        "place": "recall",
        "room": "suspended",
        "questions": shelf.suspended_questions(learner_of(request), open_vault(request)),
        "may_steer": may_steer(learner_of(request), open_vault(request)),
        "said": take_said(request),
    }
    return render(request, "quizzes/suspended.html", context)


@require_POST
def resume_card(request: HttpRequest) -> HttpResponse:
    learner = learner_of(request)
    suspended = shelf.suspended_questions(learner, open_vault(request))
    question = get_object_or_404(suspended, pk=read_number(request.POST.get("question", "")))
    keep(request, shelving.resume(ensure_learner(request), question, timezone.now()))
    return redirect("quizzes:list_suspended")
