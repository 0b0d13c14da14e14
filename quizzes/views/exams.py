from collections.abc import Callable
from datetime import datetime
from functools import wraps
from secrets import randbits
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from content.choosing import open_vault
from people.domain import ensure_learner, learner_of
from quizzes.forms import read_time
from quizzes.models import Attempt, AttemptItem
from quizzes.questions import UnreadableAnswerError, parse_answer
from quizzes.sittings import attempts, exam_reports
from quizzes.sittings.attempts import ExamOverError, TooFewQuestionsError
from quizzes.sittings.exam_reports import Line
from quizzes.sittings.scoring import TO_PASS

View = Callable[..., HttpResponse]
RECALLED = "recalled"  # session: what an exam's misses were due before they were put into recall


def own_exam(view: View) -> View:
    """Hands the view an exam of this learner in this vault, ended if its time is up; 404 for any other."""

    @wraps(view)
    def find(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        exams = Attempt.objects.filter(learner=learner_of(request), vault=open_vault(request))
        exams = exams.select_related("learner", "vault")
        exam = get_object_or_404(exams, pk=pk, kind=Attempt.Kind.EXAM)
        if not exam.finished_at and exam.ends_at and exam.ends_at <= timezone.now():
            attempts.finish_exam(exam, exam.ends_at)
            exam.refresh_from_db()
        return view(request, exam, **kwargs)

    return find


@require_safe
def list_exams(request: HttpRequest) -> HttpResponse:
    return show_exams(request)


def show_exams(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    vault, learner, at = open_vault(request), learner_of(request), timezone.now()
    if learner:
        attempts.close_expired(learner, at)
    exams = Attempt.objects.filter(learner=learner, vault=vault, kind=Attempt.Kind.EXAM)
    frame = {
        "place": "recall",
        "room": "exams",
        "vault": vault,
        "running": attempts.running_exam(learner, vault, at),
        "finished": exam_reports.finished_exams(exams),
        "fewest": attempts.FEWEST,
        "most": attempts.MOST,
        "to_pass": TO_PASS,
    }
    return render(request, "quizzes/exams.html", frame | context, status=status)


@require_POST
def begin_exam(request: HttpRequest) -> HttpResponse:
    written = request.POST.get("count", "")
    count = int(written) if written.isdecimal() and len(written) < 6 else 0
    if not attempts.FEWEST <= count <= attempts.MOST:
        return show_exams(request, 422, error=True, written=written)
    seed = request.POST.get("seed", "")
    drawn_by = int(seed) if seed.isdecimal() and len(seed) < 11 else randbits(32)
    vault, at = open_vault(request), timezone.now()
    if running := attempts.running_exam(learner_of(request), vault, at):
        return redirect("quizzes:open_exam", running.pk)
    # Tried before a visitor becomes a guest, who would be one for nothing.
    try:
        items = attempts.draw_items(vault, count, drawn_by)
    except TooFewQuestionsError as shortage:
        shorter = shortage.available if shortage.available >= attempts.FEWEST else 0
        return show_exams(request, 422, too_many=count, shorter=shorter, seed=drawn_by)
    exam = attempts.begin_exam(ensure_learner(request), vault, items, drawn_by, at)
    return redirect("quizzes:open_exam", exam.pk)


@require_safe
@own_exam
def open_exam(request: HttpRequest, exam: Attempt) -> HttpResponse:
    """The overview of a running exam, or the report of one that has ended."""
    if exam.finished_at:
        return show_report(request, exam)
    items = list(exam.items.defer("answer"))
    context = {"items": items, "open_items": [item for item in items if item.is_right is None]}
    return show_running(request, "quizzes/exam.html", exam, context)


def show_running(request: HttpRequest, template: str, exam: Attempt, context: dict[str, Any]) -> HttpResponse:
    at = timezone.now()
    frame = {
        "place": "recall",
        "exam": exam,
        "counts": attempts.count_items(exam),
        "minutes": exam_reports.minutes_left(exam, at),
        "ms_left": max(0, int((exam.ends_at - at).total_seconds() * 1000)) if exam.ends_at else 0,
        "asked_at_ms": int(at.timestamp() * 1000),
    }
    response = render(request, template, frame | context)
    # The back button shows what is kept now, not what was kept when the page was left.
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_exam
def exam_question(request: HttpRequest, exam: Attempt, position: int) -> HttpResponse:
    item = (
        exam.items.select_related("question_version__question__fact__note", "variant")
        .filter(position=position)
        .first()
    )
    if item is None:
        raise Http404("this exam has no question of that number")
    if request.method == "POST":
        return keep_answer(request, exam, item)
    if exam.finished_at:
        return redirect("quizzes:open_exam", exam.pk)
    return show_question(request, exam, item)


def show_question(request: HttpRequest, exam: Attempt, item: AttemptItem, error: str = "") -> HttpResponse:
    part = "#saved" if request.htmx else ""
    context = {"line": Line.of(exam, item), "item": item, "error": error}
    return show_running(request, f"quizzes/exam_question.html{part}", exam, context)


def keep_answer(request: HttpRequest, exam: Attempt, item: AttemptItem) -> HttpResponse:
    """Keeps what the form says, then goes where its button leads; an unfinished choice stays on the page."""
    at = timezone.now()
    form = request.POST.dict()
    answer, error = read_answer(form, item)
    try:
        item = attempts.answer_item(
            exam,
            item.position,
            answer,
            is_flagged="flag" in form,
            asked_at=read_time(form.get("asked_at", "")) or at,
            at=at,
        )
    except ExamOverError:
        return refuse_late(request, exam, at)
    if error or request.htmx:
        return show_question(request, exam, item, error)
    return redirect(way_on(exam, item, form.get("go", "")))


def read_answer(form: dict[str, str], item: AttemptItem) -> tuple[str | None, str]:
    """The answer, None without one, and what is wrong where something was chosen but not enough or too much."""
    try:
        return parse_answer(form, item.value), ""
    except UnreadableAnswerError as error:
        return None, str(error) if any(name.startswith(("answer", "choice-")) for name in form) else ""


def refuse_late(request: HttpRequest, exam: Attempt, at: datetime) -> HttpResponse:
    attempts.finish_exam(exam, at)
    address = f"{reverse('quizzes:open_exam', args=[exam.pk])}?late=on"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def way_on(exam: Attempt, item: AttemptItem, go: str) -> str:
    """Where a button of the question leads: `next`, `previous`, or else the overview."""
    position = item.position + {"next": 1, "previous": -1}.get(go, -item.position)
    if not exam.items.filter(position=position).exists():
        return reverse("quizzes:open_exam", args=[exam.pk])
    return reverse("quizzes:exam_question", args=[exam.pk, position])


@require_http_methods(["GET", "HEAD", "POST"])
@own_exam
def finish_exam(request: HttpRequest, exam: Attempt) -> HttpResponse:
    """Asks before it ends the exam, and names what is open."""
    if request.method == "POST":
        attempts.finish_exam(exam, timezone.now())
    if request.method == "POST" or exam.finished_at:
        return redirect("quizzes:open_exam", exam.pk)
    open_items = exam.items.filter(is_right=None).only("position", "attempt")
    flagged = exam.items.filter(is_flagged=True).only("position", "attempt")
    return show_running(
        request, "quizzes/exam_finish.html", exam, {"open_items": open_items, "flagged": flagged}
    )


def show_report(request: HttpRequest, exam: Attempt) -> HttpResponse:
    recalled = request.session.get(RECALLED, {}).get(str(exam.pk)) if learner_of(request) else None
    context = {
        "place": "recall",
        "room": "exams",
        "exam": exam,
        "report": exam_reports.read_report(exam),
        "to_pass": TO_PASS,
        "is_late": "late" in request.GET,
        "recalled": recalled,
        "recallable": 0 if recalled else len(attempts.missed_cards(exam, timezone.now())),
    }
    return render(request, "quizzes/exam_report.html", context)


@require_POST
@own_exam
def recall_missed(request: HttpRequest, exam: Attempt) -> HttpResponse:
    """Puts what was missed into today's recall, or with `undo` back where it was."""
    if exam.finished_at:
        kept = dict(request.session.get(RECALLED, {}))
        if "undo" in request.POST:
            attempts.put_back(exam.learner, kept.pop(str(exam.pk), {}))
        elif str(exam.pk) not in kept and (moved := attempts.recall_missed(exam, timezone.now())):
            kept[str(exam.pk)] = moved
        request.session[RECALLED] = kept
    return redirect(f"{reverse('quizzes:open_exam', args=[exam.pk])}#missed")
