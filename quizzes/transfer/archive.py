"""All that a learner has in a vault, as one JSON document: enough to move to another machine.

Each card, question and review stands on a line of its own, so that the document is written as it is read.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from content.models import Vault
from people.models import Learner
from quizzes.models import Card, Deck, QuestionVersion, Review

FORMAT, VERSION = "iamstudy", 1
CONTENT_TYPE = "application/json"
CHUNK = 1_000

DECK_FIELDS = (
    "desired_retention", "new_a_day", "reviews_a_day", "learning_steps", "relearning_steps", "leech_lapses",
    "easy_days", "asks_confidence", "exam_on", "parameters", "parameters_note",
)  # fmt: skip
CARD_FIELDS = (
    "facet", "state", "step", "stability", "difficulty", "due", "last_review", "model_version", "lapses",
    "is_suspended", "is_leech", "buried_until",
)  # fmt: skip
REVIEW_FIELDS = (
    "duration_ms", "rating", "answer", "is_right", "is_first", "state_before", "model_version", "scheduler",
    "confidence", "hints",
)  # fmt: skip


def write_archive(learner: Learner | None, vault: Vault) -> Iterator[str]:
    """The document, piece by piece; the log is never in memory as a whole."""
    with transaction.atomic():
        # Of one moment: an answer that comes while the file is sent belongs to the next one.
        last = own_reviews(learner, vault).aggregate(last=Max("pk"))["last"] or 0
        cards = list(own_cards(learner, vault))
        deck = Deck.objects.filter(learner=learner, vault=vault).first()
    numbers = {card.pk: number for number, card in enumerate(cards)}
    log = own_reviews(learner, vault).filter(pk__lte=last)
    versions = list(asked_versions(log))
    places = {version.pk: number for number, version in enumerate(versions)}
    head = {"format": FORMAT, "version": VERSION, "vault": {"name": vault.name, "slug": vault.slug}}
    yield as_line(head | {"deck": deck and fields_of(deck, DECK_FIELDS)})[:-1]
    yield from as_array("cards", map(card_row, cards))
    yield from as_array("questions", map(version_row, versions))
    rows = (review_row(review, numbers[review.card_id], places) for review in in_order(log))
    yield from as_array("reviews", rows)
    yield "\n}\n"


def own_cards(learner: Learner | None, vault: Vault) -> QuerySet[Card]:
    cards = Card.objects.filter(learner=learner, fact__vault=vault)
    return cards.select_related("fact__note").defer("fact__note__source", "fact__note__html").order_by(
        "fact__key", "facet"
    )  # fmt: skip


def own_reviews(learner: Learner | None, vault: Vault) -> QuerySet[Review]:
    return Review.objects.filter(card__learner=learner, card__fact__vault=vault)


def asked_versions(log: QuerySet[Review]) -> QuerySet[QuestionVersion]:
    """The wordings that the log refers to."""
    asked = QuestionVersion.objects.filter(pk__in=log.order_by().values("question_version"))
    return asked.select_related("question__fact").order_by(
        "question__fact__key", "question__facet", "body_hash"
    )


def in_order(log: QuerySet[Review]) -> Iterator[Review]:
    """The log as it was written: a row that takes another back comes after it."""
    return log.select_related("undoes").order_by("pk").iterator(chunk_size=CHUNK)


def card_row(card: Card) -> dict[str, Any]:
    fact = card.fact
    place = {"note": fact.note.path if fact.note else "", "subject": fact.subject}
    return {"fact": fact.key, "aliases": fact.aliases} | place | fields_of(card, CARD_FIELDS)


def version_row(version: QuestionVersion) -> dict[str, Any]:
    question = version.question
    row = {"fact": question.fact.key, "facet": question.facet, "kind": question.kind}
    return row | fields_of(version, ("body", "generator_version", "is_by_author"))


def review_row(review: Review, card: int, places: dict[int, int]) -> dict[str, Any]:
    """`card` and the place of its question count from 0 in the lists above."""
    row = {
        "key": str(review.idempotency_key),
        "card": card,
        "question": places[review.question_version_id],
        "reviewed_at": review.reviewed_at.isoformat(),
        "undoes": review.undoes and str(review.undoes.idempotency_key),
    }
    return row | fields_of(review, REVIEW_FIELDS)


def fields_of(row: object, names: Iterable[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def as_array(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f",\n{json.dumps(name)}: ["
    for number, row in enumerate(rows):
        yield ("," if number else "") + "\n" + as_line(row)
    yield "\n]"


def as_line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
