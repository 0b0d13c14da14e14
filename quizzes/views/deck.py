"""The deck page: how one learner studies the vault that is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from content.choosing import open_vault
from people.domain import ensure_learner, learner_of
from quizzes.deck_forms import DeckForm, known_time_zones
from quizzes.decks import deck_of, settings_of, today
from quizzes.fitting import drop_parameters, fit_parameters
from quizzes.models import Deck
from quizzes.queries import SECONDS_A_CARD, Scope, count_unmet
from quizzes.scheduling.forecast import expected_answers

WEEKS = 4
REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def edit_deck(request: HttpRequest) -> HttpResponse:
    """Shows the settings of the deck; a post saves them, or only shows what they would lead to."""
    vault, learner = open_vault(request), learner_of(request)
    deck, now = deck_of(learner, vault), timezone.now()
    day, _ = today(learner, now)
    if request.method != "POST":
        return show(request, deck, DeckForm(today=day, initial=DeckForm.values_of(deck, learner, day)), now)
    form = DeckForm(request.POST, today=day)
    if not form.is_valid():
        return show(request, deck, form, now, status=REFUSED)
    if request.POST.get("action") == "preview":
        return show(request, form.fill(deck), form, now, is_preview=True)
    save_deck(request, form)
    return redirect(f"{reverse('quizzes:edit_deck')}?saved=1")


def save_deck(request: HttpRequest, form: DeckForm) -> None:
    with transaction.atomic():
        learner = ensure_learner(request)
        deck, _ = Deck.objects.get_or_create(learner=learner, vault=open_vault(request))
        form.fill(deck).save(update_fields=[*form.DECK_FIELDS, "desired_retention"])
        form.fill_learner(learner).save(update_fields=form.LEARNER_FIELDS)


def show(
    request: HttpRequest,
    deck: Deck,
    form: DeckForm,
    now: datetime,
    *,
    is_preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    # Only the part that says what follows is sent while somebody tries numbers.
    part = "#load" if request.htmx and request.htmx.target == "load" else ""
    context = {
        "place": "recall",
        "room": "deck",
        "vault": deck.vault,
        "deck": deck,
        "form": form,
        "weeks": load_of(deck, now),
        "is_preview": is_preview,
        "is_saved": "saved" in request.GET,
        "fit": fit_of(deck),
        "zones": known_time_zones(),
    }
    return render(request, f"quizzes/deck.html{part}", context, status=200 if part else status)


@dataclass(frozen=True, slots=True)
class Week:
    """What a week is likely to ask for."""

    begins: date
    answers: int  # a day, on average
    most: int  # on its fullest day
    minutes: int  # a day, on average


def load_of(deck: Deck, now: datetime) -> list[Week]:
    """What the settings lead to, week by week."""
    scope = Scope(deck.vault, deck.learner if deck.learner_id else None)
    memories = [card.memory for card in scope.cards]
    days = expected_answers(memories, deck.new_a_day, count_unmet(scope), now, 7 * WEEKS, settings_of(deck))
    first, _ = today(scope.learner, now)
    return [week_of(first + timedelta(weeks=number), days[7 * number :][:7]) for number in range(WEEKS)]


def week_of(begins: date, days: list[float]) -> Week:
    average = sum(days) / len(days)
    return Week(begins, round(average), round(max(days)), round(average * SECONDS_A_CARD / 60))


def fit_of(deck: Deck) -> dict[str, Any]:
    """What came of the last search for parameters, with its day; empty where there was none."""
    note = dict(deck.parameters_note)
    return note | {"made_at": datetime.fromisoformat(note["made_at"])} if "made_at" in note else note


@require_POST
def fit_deck(request: HttpRequest) -> HttpResponse:
    """Looks for parameters of the learner's own in their log."""
    fit_parameters(ensure_learner(request), open_vault(request), timezone.now())
    return redirect(f"{reverse('quizzes:edit_deck')}#parameters")


@require_POST
def reset_parameters(request: HttpRequest) -> HttpResponse:
    deck = deck_of(learner_of(request), open_vault(request))
    if deck.pk:
        drop_parameters(deck)
    return redirect(f"{reverse('quizzes:edit_deck')}#parameters")
