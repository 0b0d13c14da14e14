from collections import Counter
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
from people.models import Learner
from quizzes import queries, reviewing, shelf, shelving
from quizzes.forms import MOST_HINTS, Attempt, read_number, read_rating, read_uuid
from quizzes.hints import hints_of
from quizzes.models import Question, QuestionVersion, Review
from quizzes.queries import Scope
from quizzes.questions import Question as QuestionValue
from quizzes.questions import UnreadableAnswerError, parse_answer
from quizzes.scheduling import Rating

MOST_WAITING = 50  # answers that a page could not send


def read_scope(request: HttpRequest) -> Scope:
    """What is studied: the vault, or the note or section that the address or form names."""
    vault = open_vault(request)
    slug = request.GET.get("note") or request.POST.get("note")
    note = find_note(vault, slug) if slug else None
    place = reading_place(request, vault.pk)
    anchor = request.GET.get("section") or request.POST.get("section")
    section = queries.note_sections(note).get(anchor) if note and anchor else None
    form = request.POST if request.method == "POST" else request.GET
    waiting = tuple(map(read_number, form.getlist("waiting")[:MOST_WAITING]))
    first = place.note.pk if place else None
    return Scope(vault, learner_of(request), note, section, first=first, without=waiting)


def show(request: HttpRequest, scope: Scope, context: dict[str, Any]) -> HttpResponse:
    """The study page, or its part for htmx."""
    template = "quizzes/study.html#study" if request.htmx else "quizzes/study.html"
    now = timezone.now()
    done, left = queries.answers_today(scope, now).count(), queries.left_count(scope, now)
    frame = {
        "place": "recall",
        "room": "study",
        "scope": scope,
        "done": done,
        "left": left,
        "total": done + left,
    }
    said = {"said": take_said(request), "can_undo": done or put_aside_today(request, scope)}
    return render(request, template, frame | said | context)


def say(request: HttpRequest, said: str) -> None:
    """Has the next page say what was done or undone."""
    request.session["said"] = said


def take_said(request: HttpRequest) -> str:
    return request.session.pop("said", "")


def put_aside_today(request: HttpRequest, scope: Scope) -> list[shelving.Shelved]:
    """What was done in this browser today besides answering."""
    _, start = queries.today(scope.learner, timezone.now())
    return shelf.shelved_since(request, scope.vault, start)


@require_safe
def study(request: HttpRequest) -> HttpResponse:
    return ask_next(request)


def ask_next(request: HttpRequest) -> HttpResponse:
    scope = read_scope(request)
    question = queries.next_question(scope, timezone.now())
    if question and question.current:
        return show_question(request, scope, question, question.current)
    if queries.answers_today(scope, timezone.now()).exists():
        return render_summary(request, scope, is_finished=True)
    return show(request, scope, {"question": None})


def show_question(
    request: HttpRequest,
    scope: Scope,
    question: Question,
    version: QuestionVersion,
    *,
    attempt: Attempt | None = None,
    given: bool = False,
    error: str = "",
) -> HttpResponse:
    """A question before its answer; `given`: its form came with this request, and keeps what stands in it."""
    attempt = attempt or Attempt.begin(timezone.now())
    choices = queries.shuffled_choices(version.value, str(attempt.key))
    hints = hints_of(version.value, [number for number, _ in choices])
    taken = hints[: attempt.hints]
    context = {
        "question": version.value,
        "template": template_of(version.value),
        "version": version,
        "fact": question.fact,
        "attempt": attempt,
        "choices": choices,
        "hints": [hint for hint in taken if isinstance(hint, str)],
        "struck": [hint for hint in taken if isinstance(hint, int)],
        "has_hint": len(hints) > len(taken),
        "given": given,
        "card": queries.card_of(scope.learner, question),
        "asks_confidence": scope.deck.asks_confidence,
        "error": error,
    }
    return show(request, scope, context)


def find_version(request: HttpRequest) -> QuestionVersion:
    """The version that a form names, if its question belongs to the vault that is open; 404 for any other."""
    return get_object_or_404(
        QuestionVersion.objects.select_related("question__fact__note", "question__fact__vault"),
        pk=read_number(request.POST.get("version", "")),
        question__fact__vault=open_vault(request),
    )


@require_POST
def answer_card(request: HttpRequest) -> HttpResponse:
    version = find_version(request)
    # Read first: an answer for a note that is gone must not count and then show an error.
    scope = read_scope(request)
    attempt = Attempt.from_form(request.POST, timezone.now())
    try:
        answer = parse_answer(request.POST.dict(), version.value)
    except UnreadableAnswerError as error:
        return show_question(
            request,
            scope,
            version.question,
            version,
            attempt=attempt,
            given=True,
            error=str(error),
        )
    learner = ensure_learner(request)
    review = reviewing.answer_question(
        learner,
        version,
        answer,
        attempt.key,
        attempt.asked_at,
        attempt.answered_at,
        confidence=attempt.confidence,
        hints=attempt.hints,
    )
    return show_answer(request, replace(scope, learner=learner), review, str(attempt.key))


@require_POST
def take_hint(request: HttpRequest) -> HttpResponse:
    """Shows the question once more with one hint more; what stands in the form stays."""
    version = find_version(request)
    attempt = Attempt.from_form(request.POST, timezone.now())
    attempt = replace(attempt, hints=min(attempt.hints + 1, MOST_HINTS))
    return show_question(request, read_scope(request), version.question, version, attempt=attempt, given=True)


def show_answer(request: HttpRequest, scope: Scope, review: Review, seed: str) -> HttpResponse:
    version = review.question_version
    context = {
        "question": version.value,
        "template": template_of(version.value),
        "version": version,
        "fact": review.card.fact,
        "review": review,
        "choices": queries.shuffled_choices(version.value, seed),
        "card": review.card,
        "ratings": ratings_of(review, reviewing.preview_ratings(review)),
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
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back what was done last, an answer or the putting aside of a card, and asks that question again."""
    learner, scope = learner_of(request), read_scope(request)
    version = undo_last(request, learner, scope) if learner else None
    if request.POST.get("next") == "suspended":
        return redirect("quizzes:list_suspended")
    return show_question(request, scope, version.question, version) if version else next_card(request)


def undo_last(request: HttpRequest, learner: Learner, scope: Scope) -> QuestionVersion | None:
    """What to ask again, once it is undone; None where there was nothing, or where nothing is to be asked."""
    shelved = shelf.last_shelved(request, scope.vault)
    if shelved is None or queries.reviews_since(learner, scope.vault, shelved.at).exists():
        return undo_answer(request, learner, scope)
    shelf.take_up(request, shelved)
    say(request, f"{shelved.verb}-undone")
    question = shelving.put_back(learner, shelved)
    return question.current if question and shelved.verb != "resumed" else None


def undo_answer(request: HttpRequest, learner: Learner, scope: Scope) -> QuestionVersion | None:
    undone = reviewing.undo_last_review(learner, scope.vault, scope.note)
    if undone is None:
        return None
    say(request, "answered-undone")
    return undone.question_version


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
        "put_aside": Counter(shelved.verb for shelved in put_aside_today(request, scope)),
        "said": take_said(request),
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
    attempt = Attempt.from_form(request.POST, timezone.now())
    try:
        answer = parse_answer(request.POST.dict(), version.value)
    except UnreadableAnswerError as error:
        return HttpResponseBadRequest(str(error))
    learner = ensure_learner(request)
    review = reviewing.answer_question(
        learner, version, answer, attempt.key, attempt.asked_at, attempt.answered_at
    )
    if not request.htmx:
        # Pressed before the script had the form: back to the question.
        return redirect(version.question.fact.get_absolute_url() or "quizzes:study")
    context = {"review": review, "comes_back": review.card.due - review.reviewed_at}
    return render(request, "quizzes/self_test.html#counted", context)
