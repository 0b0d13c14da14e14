from collections.abc import Callable
from functools import wraps
from secrets import randbits
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.choosing import open_vault
from people.domain import ensure_learner, learner_of
from quizzes.forms import read_number, read_time
from quizzes.models import Attempt, AttemptItem
from quizzes.questions import UnreadableAnswerError, grade_answer, parse_answer
from quizzes.sittings import cramming
from quizzes.sittings.cramming import Aim, NothingToAskError
from quizzes.sittings.exam_reports import ordered_choices

View = Callable[..., HttpResponse]


class ChoiceError(Exception):
    """What the form asks for can't be crammed; the message says why and what to do."""


def own_cram(view: View) -> View:
    """Hands the view a sitting of this learner in this vault; 404 for any other."""

    @wraps(view)
    def find(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        crams = Attempt.objects.filter(learner=learner_of(request), vault=open_vault(request))
        crams = crams.select_related("learner", "vault")
        return view(request, get_object_or_404(crams, pk=pk, kind=Attempt.Kind.CRAM), **kwargs)

    return find


@require_safe
def choose_cram(request: HttpRequest) -> HttpResponse:
    return show_choice(request)


def show_choice(request: HttpRequest, status: int = 200, error: str = "") -> HttpResponse:
    vault, learner = open_vault(request), learner_of(request)
    chosen = request.POST or request.GET
    notes = vault.notes.filter(facts__retired_at=None, facts__isnull=False).distinct()
    note = cramming.note_of(vault, chosen.get("note", ""))
    weak = cramming.weak_spots(learner, vault, timezone.now())
    frame = {
        "place": "recall",
        "room": "cram",
        "vault": vault,
        "notes": notes.order_by("position", "path").values_list("slug", "title"),
        "note": note,
        "sections": [one for one in cramming.note_sections(note).values() if one.facts] if note else [],
        "tags": cramming.note_tags(vault),
        "weak": weak,
        "chosen": chosen,
        "what": chosen.get("what") or ("note" if note or not weak else "weak"),
        "open_crams": cramming.open_crams(learner, vault),
        "most": cramming.MOST,
        "error": error,
    }
    return render(request, "quizzes/cram.html", frame, status=status)


@require_POST
def begin_cram(request: HttpRequest) -> HttpResponse:
    """Starts a sitting; with `sections` it only shows the sections of the chosen note."""
    if "sections" in request.POST:
        return show_choice(request)
    vault, at, seed = open_vault(request), timezone.now(), randbits(32)
    try:
        aim = read_aim(request)
        # Tried before a visitor becomes a guest, who would be one for nothing.
        if not cramming.draw_round(aim.facts, seed):
            raise NothingToAskError
        cram = cramming.begin_cram(ensure_learner(request), aim, vault, seed, at)
    except ChoiceError as error:
        return show_choice(request, 422, str(error))
    except NothingToAskError:
        return show_choice(request, 422, "There is no question in what you chose. Choose something else.")
    return redirect(f"{reverse('quizzes:go_on_cramming', args=[cram.pk])}{again_of(request)}")


def read_aim(request: HttpRequest) -> Aim:
    """What the form asks for. Raises ChoiceError."""
    vault, form = open_vault(request), request.POST
    what = form.get("what", "")
    if what == "weak":
        if not (weak := cramming.weak_spots(learner_of(request), vault, timezone.now())):
            raise ChoiceError(
                "You have no weak spots yet. Answer some cards in recall first, or choose a note."
            )
        return Aim("Weak spots", weak)
    if what == "vault":
        return Aim(vault.name, list(vault.facts.living().values_list("pk", flat=True)))
    if what == "tag":
        if not (tag := form.get("tag", "")):
            raise ChoiceError("Choose a tag from the list.")
        return Aim(f"#{tag}", cramming.facts_of_tag(vault, tag))
    if what == "note":
        if not (place := cramming.section_facts(vault, form.get("note", ""), form.get("section", ""))):
            raise ChoiceError("Choose a note from the list, or another section of it.")
        return place
    if what == "exam":
        exams = Attempt.objects.filter(learner=learner_of(request), vault=vault).exclude(finished_at=None)
        pk = read_number(form.get("exam", ""))
        return Aim(
            "What an exam missed",
            cramming.missed_in(get_object_or_404(exams, pk=pk, kind=Attempt.Kind.EXAM)),
        )
    raise ChoiceError("Choose what to cram.")


def again_of(request: HttpRequest) -> str:
    """The end of an address that keeps a sitting going round and round."""
    return "?again=on" if "again" in request.POST or "again" in request.GET else ""


@require_safe
@own_cram
def go_on_cramming(request: HttpRequest, cram: Attempt) -> HttpResponse:
    """Leads to the next question; after the last one to another round, or to the summary."""
    item = cramming.next_item(cram)
    if item is None and again_of(request) and cramming.go_round_again(cram, cram.seed):
        item = cramming.next_item(cram)
    if item is None:
        return redirect("quizzes:cram_summary", cram.pk)
    address = reverse("quizzes:cram_question", args=[cram.pk, item.position])
    return redirect(f"{address}{again_of(request)}")


@require_http_methods(["GET", "HEAD", "POST"])
@own_cram
def cram_question(request: HttpRequest, cram: Attempt, position: int) -> HttpResponse:
    """A question, or what became of it once it is answered."""
    related = ("question_version__question__fact__note",)
    items = cram.items.select_related(*related).defer(f"{related[0]}__source", f"{related[0]}__html")
    item = items.filter(position=position).first()
    if item is None:
        raise Http404("this sitting has no question of that number")
    if request.method == "POST" and item.is_right is None:
        return keep_answer(request, cram, item)
    return show_question(request, cram, item)


def keep_answer(request: HttpRequest, cram: Attempt, item: AttemptItem) -> HttpResponse:
    at = timezone.now()
    try:
        answer = parse_answer(request.POST.dict(), item.value)
    except UnreadableAnswerError as error:
        return show_question(request, cram, item, str(error))
    cramming.answer_cram(cram, item, answer, read_time(request.POST.get("asked_at", "")) or at, at)
    item.refresh_from_db(fields=["answer", "is_right"])
    if request.htmx:
        return show_question(request, cram, item)
    # To the same address, so that reloading sends nothing twice.
    return redirect(f"{request.path}{again_of(request)}")


def show_question(request: HttpRequest, cram: Attempt, item: AttemptItem, error: str = "") -> HttpResponse:
    question = item.value
    is_answered = item.is_right is not None
    given = grade_answer(item.answer, question).answer if is_answered else ""
    done = cram.items.exclude(is_right=None).count()
    context = {
        "place": "recall",
        "cram": cram,
        "item": item,
        "question": question,
        "template": f"quizzes/questions/{question.kind}.html",
        "fact": item.question_version.question.fact if item.question_version else None,
        "choices": ordered_choices(cram, item, question),
        "review": SimpleNamespace(answer=given, is_right=item.is_right) if is_answered else None,
        "attempt": SimpleNamespace(key=f"{cram.seed}:{item.position}"),  # draws the order of rows
        "given": bool(error),
        "error": error,
        "again": again_of(request),
        "done": done,
        "total": cram.items.count(),
        "asked_at_ms": int(timezone.now().timestamp() * 1000),
    }
    part = "#cram" if request.htmx else ""
    response = render(request, f"quizzes/cram_question.html{part}", context)
    # The back button shows an answered question as answered.
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@own_cram
def go_round_again(request: HttpRequest, cram: Attempt) -> HttpResponse:
    cramming.go_round_again(cram, cram.seed)
    return redirect("quizzes:go_on_cramming", cram.pk)


@require_safe
@own_cram
def cram_summary(request: HttpRequest, cram: Attempt) -> HttpResponse:
    related = "question_version__question__fact__note"
    items = cram.items.exclude(is_right=None).select_related(related)
    answered = list(items.defer(f"{related}__source", f"{related}__html"))
    missed = {item.question_version_id: item for item in answered if not item.is_right}
    context = {
        "place": "recall",
        "room": "cram",
        "cram": cram,
        "answered": len(answered),
        "right": sum(bool(item.is_right) for item in answered),
        "seconds": sum(item.duration_ms for item in answered) // 1000,
        "missed": [
            {"question": item.value, "fact": item.question_version.question.fact}
            for item in missed.values()
            if item.question_version
        ],
        "is_done": cramming.next_item(cram) is None,
    }
    return render(request, "quizzes/cram_summary.html", context)
