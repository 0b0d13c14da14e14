"""Verbs: parameters of a learner's own, found in their log, adopted if they win, given up again."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from content.models import Vault
from people.models import Learner
from quizzes.decks import deck_of, settings_of
from quizzes.models import Deck, Review
from quizzes.scheduling import Rating
from quizzes.scheduling.optimising import FEWEST, Fit, History, fit_weights


def fit_parameters(learner: Learner, vault: Vault, at: datetime) -> Deck:
    """Looks for better parameters in the learner's log of this vault; the deck says what came of it.

    They count from the next review on: what a card remembers was worked out under those of its own time.
    """
    fit = fit_weights(histories_of(learner, vault), settings_of(deck_of(learner, vault)))
    with transaction.atomic():
        Deck.objects.get_or_create(learner=learner, vault=vault)
        deck = Deck.objects.select_for_update().get(learner=learner, vault=vault)
        if fit.is_better:
            deck.parameters = fit.weights
        deck.parameters_note = note_of(fit, at)
        deck.save(update_fields=["parameters", "parameters_note"])
    return deck


def note_of(fit: Fit, at: datetime) -> dict[str, Any]:
    """What is kept of a fit, for its learner to read."""
    note = {"made_at": at.isoformat(), "reviews": fit.scored, "fewest": FEWEST, "is_adopted": fit.is_better}
    if fit.weights is None:
        return note
    losses = {"loss_before": fit.loss_before, "loss_after": fit.loss_after, "doubt": fit.doubt}
    return note | {"held_out": fit.held_out} | losses


def drop_parameters(deck: Deck) -> None:
    """Goes back to the parameters that the model comes with."""
    deck.parameters, deck.parameters_note = None, {}
    deck.save(update_fields=["parameters", "parameters_note"])


def histories_of(learner: Learner, vault: Vault) -> list[History]:
    """The reviews of each card that count, in order of time."""
    reviews = Review.objects.standing().filter(card__learner=learner, card__fact__vault=vault)
    histories: dict[int, list[tuple[datetime, Rating]]] = defaultdict(list)
    rows = reviews.order_by("reviewed_at", "pk").values_list("card", "reviewed_at", "rating")
    for card, at, rating in rows.iterator():
        histories[card].append((at, Rating(rating)))
    return list(histories.values())
