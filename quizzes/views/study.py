from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.choosing import open_vault
from content.places import reading_place
from content.queries import find_note
from people.domain import ensure_learner, learner_of
from quizzes import queries, reviewing
from quizzes.forms import Attempt, read_rating, read_uuid
from quizzes.models import Question, QuestionVersion, Review
from quizzes.queries import Scope
from quizzes.questions import Question as QuestionValue
from quizzes.questions import UnreadableAnswerError, parse_answer
from quizzes.scheduling import Memory, Rating, preview_intervals


def read_scope(request: HttpRequest) -> Scope:
    """What is studied: the vault, or the note or section that the address or form names."""
    vault = open_vault(request)
    slug = request.GET.get("note") or request.POST.get("note")
    note = find_note(vault, slug) if slug else None
    place = reading_place(request, vault.pk)
    anchor = request.GET.get("section") or request.POST.get("section")
    section = queries.note_sections(note).get(anchor) if note and anchor else None
    return Scope(vault, learner_of(request), note, section, first=place.note.pk if place else None)


def show(request: HttpRequest, scope: Scope, context: dict[str, Any]) -> HttpResponse:
    """The study page, or its part for htmx."""
    template = "quizzes/study.html#study" if request.htmx else "quizzes/study.html"
    now = timezone.now()
    done, left = queries.evening(scope, now).answered, queries.left_count(scope, now)
    frame = {"place": "recall", "scope": scope, "done": done, "left": left, "total": done + left}
    return render(request, template, frame | context)


@require_safe
def study(request: HttpRequest) -> HttpResponse:
    return ask_next(request)


def ask_next(request: HttpRequest) -> HttpResponse:
    scope = read_scope(request)
    question = queries.next_question(scope, timezone.now())
    if question and question.current:
        return show_question(request, scope, question, question.current)
    if queries.evening(scope, timezone.now()).answered:
        return render_summary(request, scope, is_finished=True)
    return show(request, scope, {"question": None})


def show_question(
    request: HttpRequest, scope: Scope, question: Question, version: QuestionVersion, error: str = ""
) -> HttpResponse:
    attempt = Attempt.begin(timezone.now())
    context = {
        "question": version.value,
        "template": template_of(version.value),
        "version": version,
        "fact": question.fact,
        "attempt": attempt,
        "choices": queries.shuffled_choices(version.value, str(attempt.key)),
        "card": queries.card_of(scope.learner, question),
        "error": error,
    }
    return show(request, scope, context)


@require_POST
def answer_card(request: HttpRequest) -> HttpResponse:
    version = get_object_or_404(
        QuestionVersion.objects.select_related("question__fact__note", "question__fact__vault"),
        pk=read_number(request.POST.get("version", "")),
        question__fact__vault=open_vault(request),
    )
    # Read first: an answer for a note that is gone must not count and then show an error.
    scope = read_scope(request)
    now = timezone.now()
    attempt = Attempt.from_form(request.POST, now)
    try:
        answer = parse_answer(request.POST.dict(), version.value)
    except UnreadableAnswerError as error:
        return show_question(request, scope, version.question, version, str(error))
    learner = ensure_learner(request)
    review = reviewing.answer_question(learner, version, answer, attempt.key, attempt.asked_at, now)
    return show_answer(request, replace(scope, learner=learner), review, str(attempt.key))


def show_answer(request: HttpRequest, scope: Scope, review: Review, seed: str) -> HttpResponse:
    version = review.question_version
    before = Memory.from_json(review.state_before)
    context = {
        "question": version.value,
        "template": template_of(version.value),
        "version": version,
        "fact": review.card.fact,
        "review": review,
        "choices": queries.shuffled_choices(version.value, seed),
        "card": review.card,
        "ratings": ratings_of(review, preview_intervals(before, review.reviewed_at, seed=review.seed)),
        "next_key": uuid4(),
        "comes_back": review.card.due - review.reviewed_at,
    }
    return show(request, scope, context)


def template_of(question: QuestionValue) -> str:
    return f"quizzes/questions/{question.kind}.html"


def ratings_of(review: Review, intervals: dict[Rating, Any]) -> list[dict[str, Any]]:
    """The ratings that a right answer may get, Good proposed."""
    ratings = (Rating.HARD, Rating.GOOD, Rating.EASY)
    return [
        {
            "value": rating,
            "word": rating.name.capitalize(),
            "interval": intervals[rating],
            "proposed": rating == review.rating,
        }
        for rating in ratings
    ]


@require_POST
def rate_card(request: HttpRequest) -> HttpResponse:
    review = get_object_or_404(
        Review, pk=read_number(request.POST.get("review", "")), card__learner=learner_of(request) or 0
    )
    rating = read_rating(request.POST.get("rating", ""))
    key = read_uuid(request.POST.get("key", ""))
    if rating and key and not Review.objects.filter(idempotency_key=key).exists():
        reviewing.rate_review(review, rating, key)
    return next_card(request)


def next_card(request: HttpRequest) -> HttpResponse:
    """The next card: at once for htmx, by redirect for a plain form, so that reloading sends nothing twice."""
    if request.htmx:
        return ask_next(request)
    return redirect(f"{reverse('quizzes:study')}{read_scope(request).address}")


@require_POST
def undo_answer(request: HttpRequest) -> HttpResponse:
    """Takes the last answer back and asks its question again."""
    learner = learner_of(request)
    scope = read_scope(request)
    undone = reviewing.undo_last_review(learner, scope.vault, scope.note) if learner else None
    if undone is None:
        return next_card(request)
    version = undone.question_version
    return show_question(request, scope, version.question, version)


@require_safe
def show_summary(request: HttpRequest) -> HttpResponse:
    return render_summary(request, read_scope(request), is_finished=False)


def render_summary(request: HttpRequest, scope: Scope, *, is_finished: bool) -> HttpResponse:
    now = timezone.now()
    whole = Scope(scope.vault, scope.learner)
    masteries = queries.fact_masteries(whole)
    context = {
        "place": "recall",
        "scope": scope,
        "today": queries.today(scope.learner, now)[0],
        "evening": queries.evening(whole, now),
        "tally": queries.tally(whole.facts.values_list("pk", flat=True), masteries),
        "week": queries.due_week(whole, now),
        "is_finished": is_finished,
    }
    template = "quizzes/summary.html#study" if request.htmx else "quizzes/summary.html"
    return render(request, template, context)


@require_safe
def show_mastery(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader knows of a note, as a fragment: the page itself is stored for everybody."""
    vault = open_vault(request)
    note = find_note(vault, slug)
    scope = Scope(vault, learner_of(request), note)
    now: datetime = timezone.now()
    tallies = queries.section_tallies(scope, now)
    context = {
        "note": note,
        "rows": [{"heading": heading, "tally": tallies.get(heading["anchor"])} for heading in note.contents],
        "tallies": tallies.values(),
        "tally": queries.tally(scope.facts.values_list("pk", flat=True), queries.fact_masteries(scope)),
    }
    return render(request, "quizzes/note_mastery.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_test(request: HttpRequest) -> HttpResponse:
    """Below a folded question of a note: asks its reader for a verdict, then counts it."""
    return count_self_test(request) if request.method == "POST" else ask_self_test(request)


def ask_self_test(request: HttpRequest) -> HttpResponse:
    scope = read_scope(request)
    question = queries.situation_at(scope, request.GET.get("at", ""))
    if question is None:
        return HttpResponse(status=204)
    context = {
        "scope": scope,
        "version": question.current,
        "card": queries.card_of(scope.learner, question),
        "attempt": Attempt.begin(timezone.now()),
    }
    return render(request, "quizzes/self_test.html", context)


def count_self_test(request: HttpRequest) -> HttpResponse:
    version = get_object_or_404(
        QuestionVersion.objects.select_related("question__fact__note", "question__fact__vault"),
        pk=read_number(request.POST.get("version", "")),
        question__fact__vault=read_scope(request).vault,
        question__kind="scenario",
    )
    now = timezone.now()
    attempt = Attempt.from_form(request.POST, now)
    try:
        answer = parse_answer(request.POST.dict(), version.value)
    except UnreadableAnswerError as error:
        return HttpResponseBadRequest(str(error))
    learner = ensure_learner(request)
    review = reviewing.answer_question(learner, version, answer, attempt.key, attempt.asked_at, now)
    if not request.htmx:
        # Pressed before the script had the form: back to the question.
        return redirect(version.question.fact.get_absolute_url() or "quizzes:study")
    context = {"review": review, "comes_back": review.card.due - review.reviewed_at}
    return render(request, "quizzes/self_test.html#counted", context)


def read_number(text: str) -> int:
    """A primary key from a form; 0, which no row has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
