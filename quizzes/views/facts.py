"""What a note's lines make of themselves, and what its author decides about the questions."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.choosing import open_vault
from content.models import Vault
from content.queries import find_note
from people.domain import learner_of
from quizzes import steering
from quizzes.access import may_steer
from quizzes.fact_lines import fact_lines, tally_of
from quizzes.models import Question
from quizzes.question_forms import QuestionForm

VERBS: dict[str, Callable[[Question], None]] = {
    "pin": steering.pin,
    "unpin": steering.unpin,
    "retire": steering.retire,
    "restore": steering.restore,
}


@require_safe
def show_facts(request: HttpRequest, slug: str) -> HttpResponse:
    vault = open_vault(request)
    note = find_note(vault, slug)
    lines = fact_lines(note)
    context = {
        "place": "recall",
        "room": "facts",
        "note": note,
        "lines": lines,
        "tally": tally_of(lines),
        "may_steer": may_steer(learner_of(request), vault),
    }
    return render(request, "quizzes/facts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: HttpRequest, pk: int) -> HttpResponse:
    question = find_question(request, pk)
    if not may_steer(learner_of(request), open_vault(request)):
        return refuse(request, open_vault(request))
    form = QuestionForm(question.current.value, request.POST if request.method == "POST" else None)
    if form.is_valid():
        steering.edit_question(question, form.reworded())
        return redirect(place_of(question))
    context = {
        "place": "recall",
        "room": "facts",
        "question": question,
        "form": form,
        "back": place_of(question),
    }
    return render(request, "quizzes/facts_question.html", context, status=422 if form.is_bound else 200)


@require_POST
def steer_question(request: HttpRequest, pk: int) -> HttpResponse:
    question = find_question(request, pk)
    if not may_steer(learner_of(request), open_vault(request)):
        return refuse(request, open_vault(request))
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        return HttpResponseBadRequest("say what to do: pin, unpin, retire or restore")
    verb(question)
    return redirect(place_of(question))


def find_question(request: HttpRequest, pk: int) -> Question:
    """A question of the vault that is open; 404 for any other."""
    questions = Question.objects.select_related("current", "fact__note", "fact__vault")
    return get_object_or_404(questions, pk=pk, fact__vault=open_vault(request), current__isnull=False)


def place_of(question: Question) -> str:
    """Where its line stands on the page of facts."""
    if question.fact.note is None:
        return reverse("quizzes:study")
    return f"{reverse('quizzes:show_facts', args=[question.fact.note.slug])}#fact-{question.fact_id}"


def refuse(request: HttpRequest, vault: Vault) -> HttpResponse:
    """Says why somebody may not decide about questions, and who may."""
    advice = (
        "Only whoever uploaded this vault decides about its questions."
        if vault.owner_id
        else "Others can reach this site, so only its staff decides about the questions of its notes. "
        "“This question is wrong” below a question tells them."
    )
    context = {"status": 403, "title": "These questions aren’t yours to change.", "advice": advice}
    return render(request, "error.html", context, status=403)
