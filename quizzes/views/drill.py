from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes import queries
from quizzes.computed.reopening import sandbox_fields
from quizzes.models import Variant
from quizzes.questions import UnreadableAnswerError, parse_answer
from quizzes.sittings import drilling
from quizzes.sittings.drilling import Sitting, UnknownWishError, Wish
from quizzes.views.study import template_of


def show(request: HttpRequest, wish: Wish, context: dict[str, Any]) -> HttpResponse:
    """The drill's page, or its part for htmx."""
    template = "quizzes/drill.html#drill" if request.htmx else "quizzes/drill.html"
    frame = {"place": "recall", "room": "drill", "wish": wish, "sitting": Sitting.of(request)}
    return render(request, template, frame | context)


@require_safe
def open_drill(request: HttpRequest) -> HttpResponse:
    """What to be asked about."""
    return show_topics(request, wish_in(request))


def show_topics(request: HttpRequest, wish: Wish, error: str = "") -> HttpResponse:
    return show(request, wish, {"groups": drilling.topic_groups(), "error": error})


def wish_in(request: HttpRequest) -> Wish:
    """What the address wishes for; anything, if it says what there isn't."""
    try:
        return Wish.from_form(request.GET.dict())
    except UnknownWishError:
        return Wish()


@require_POST
def draw_question(request: HttpRequest) -> HttpResponse:
    """Draws a question and leads to it, so that loading it again shows the same."""
    try:
        wish = Wish.from_form(request.POST.dict())
    except UnknownWishError as error:
        return show_topics(request, Wish(), str(error))
    variant = drilling.draw_variant(wish, Sitting.of(request))
    return redirect(f"{reverse('quizzes:drill_question', args=[variant.pk])}{wish.address}")


@require_http_methods(["GET", "HEAD", "POST"])
def drill_question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question before its answer and after it."""
    variant = get_object_or_404(Variant, pk=pk)
    if request.method == "POST":
        return answer_question(request, variant)
    return show_question(request, variant)


def answer_question(request: HttpRequest, variant: Variant) -> HttpResponse:
    try:
        answer = parse_answer(request.POST.dict(), variant.value)
    except UnreadableAnswerError as error:
        return show_question(request, variant, str(error))
    sitting = Sitting.of(request)
    sitting.count(variant, answer)
    sitting.keep(request)
    if request.htmx:
        return show_question(request, variant)
    return redirect(request.get_full_path())


def show_question(request: HttpRequest, variant: Variant, error: str = "") -> HttpResponse:
    question = variant.value
    grade = Sitting.of(request).grade_of(variant)
    context = {
        "variant": variant,
        "question": question,
        "template": template_of(question),
        "choices": queries.shuffled_choices(question, str(variant.pk)),
        "review": grade,
        "reopened": sandbox_fields(question.documents) if grade else {},
        "error": error,
    }
    return show(request, wish_in(request), context)


@require_POST
def end_drill(request: HttpRequest) -> HttpResponse:
    """Begins the tally anew."""
    request.session.pop(drilling.SESSION_KEY, None)
    return redirect("quizzes:open_drill")
