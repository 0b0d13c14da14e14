"""Reads the document that `archive` writes. Nothing in it is taken on trust, and nothing is stored."""

import json
from collections.abc import Sequence
from typing import Any

from content.uploads import UploadError
from quizzes.questions import Question as QuestionValue
from quizzes.scheduling import Memory, Settings
from quizzes.scheduling.settings import scheduler_of
from quizzes.transfer.archive import FORMAT, VERSION
from quizzes.transfer.incoming import Incoming, IncomingCard, IncomingQuestion, IncomingReview
from quizzes.transfer.rows import EXPORT_ANEW, Row, is_text, refuse

SMALL = 32_767  # the most a small column holds in every database
LARGE = 2_147_483_647
LONGEST_MEMORY = 1e7  # days
MOST_STEPS, LONGEST_STEP = 20, 60 * 24 * 365  # minutes
STATES = ("learning", "review", "relearning")
WEIGHTS = 21
BESIDE_MEMORY = ("lapses", "is_leech", "is_suspended")
NOT_OURS = ("this is not a file of iamstudy", "choose the file that “All that is yours” gave you")


def read_archive(text: str) -> Incoming:
    """What an archive brings. Raises: UploadError, which names the place in the file."""
    document = Row(parse_json(text), "the file")
    if document.body.get("format") != FORMAT:
        raise UploadError(*NOT_OURS)
    if document.body.get("version") != VERSION:
        raise UploadError(
            f"this file is of version `{str(document.body.get('version'))[:20]}`, and {VERSION} is known here",
            "bring this site up to date first",
        )
    cards = [read_card(row) for row in document.rows("cards")]
    questions = [read_question(row, cards) for row in document.rows("questions")]
    reviews = [read_review(row, cards, questions) for row in document.rows("reviews")]
    check_keys(reviews)
    deck = document.body.get("deck")
    vault = Row(document.body.get("vault"), "vault")
    return Incoming(
        source=f"an export of the vault “{vault.text('name', 200)}”",
        cards=cards,
        reviews=reviews,
        questions=questions,
        deck=read_deck(Row(deck, "deck")) if deck is not None else None,
    )


def parse_json(text: str) -> object:
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        refuse(f"line {error.lineno}, column {error.colno}", "from here on this is not JSON")
    except RecursionError:
        raise UploadError("brackets are nested too deep in this file", EXPORT_ANEW) from None
    except ValueError:  # a number of thousands of digits
        raise UploadError("a number in this file is too large", EXPORT_ANEW) from None


def refuse_constant(name: str) -> float:
    raise UploadError(f"`{name}` is no number that JSON knows", EXPORT_ANEW)


def read_card(row: Row) -> IncomingCard:
    return IncomingCard(
        keys=(row.text("fact", 32), *row.texts("aliases", 32, 1_000)),
        subject=row.text("subject"),
        facet=row.text("facet", 40),
        memory=read_memory(row),
        model_version=row.text("model_version", 20),
        lapses=row.whole("lapses", 0, SMALL),
        is_suspended=row.flag("is_suspended"),
        is_leech=row.flag("is_leech"),
        buried_until=row.optional("buried_until", row.moment),
    )


def read_memory(row: Row) -> Memory:
    state = row.choice("state", STATES)
    last_review = row.optional("last_review", row.moment)
    step = row.whole("step", 0, SMALL) if state != "review" else row.optional("step", row.whole, 0, SMALL)
    is_known = last_review is not None
    return Memory(
        state=state,  # type: ignore[arg-type]  # one of them
        due=row.moment("due"),
        step=step,
        stability=row.number("stability", 1e-4, LONGEST_MEMORY) if is_known else None,
        difficulty=row.number("difficulty", 1, 10) if is_known else None,
        last_review=last_review,
    )


def read_question(row: Row, cards: list[IncomingCard]) -> IncomingQuestion:
    key, facet = row.text("fact", 32), row.text("facet", 40)
    aliases = next((card.keys for card in cards if card.keys[0] == key), (key,))
    body = row.body.get("body")
    if not is_question(body) or body["facet"] != facet:
        row.wrong("body", "a question")
    return IncomingQuestion(
        keys=aliases,
        facet=facet,
        kind=row.text("kind", 20),
        body=body,
        generator_version=row.whole("generator_version", 0, LARGE),
        is_by_author=row.flag("is_by_author"),
    )


def is_question(body: Any) -> bool:
    """Whether this is a question with everything a page shows of one."""
    try:
        value = QuestionValue.from_json(body)
        texts = (
            value.ident,
            value.fact_key,
            value.kind,
            value.facet,
            value.stem,
            value.explanation,
            value.key,
        )
        more = (value.hint, value.answer, *value.accepted, *value.steps)
        parts = [text for pair in (*value.pairs, *value.documents) for text in pair]
        chosen = [text for choice in value.choices for text in (choice.text, choice.because)]
        flags = [choice.is_key for choice in value.choices]
        # Written anew it must be the same: so no part is of another type than it looks.
        written = json.loads(json.dumps(value.as_json()))
        is_whole = all(written[name] == part for name, part in body.items())
    except (TypeError, KeyError, ValueError, IndexError, AttributeError):
        return False
    return (
        is_whole
        and all(is_text(text, 20_000) for text in (*texts, *more, *parts, *chosen))
        and all(isinstance(flag, bool) for flag in flags)
        and value.level in (1, 2, 3)
    )


def read_review(
    row: Row, cards: Sequence[IncomingCard], questions: Sequence[IncomingQuestion]
) -> IncomingReview:
    card = row.whole("card", 0, len(cards) - 1)
    question = row.whole("question", 0, len(questions) - 1)
    if questions[question].facet != cards[card].facet:
        row.wrong("question", f"the place of a question with the facet `{cards[card].facet}`")
    return IncomingReview(
        key=row.uuid("key"),
        card=card,
        question=question,
        reviewed_at=row.moment("reviewed_at"),
        duration_ms=row.whole("duration_ms", 0, LARGE),
        rating=row.whole("rating", 1, 4),
        is_right=row.flag("is_right"),
        answer=row.text("answer"),
        is_first=row.flag("is_first"),
        state_before=read_state(Row(row.body.get("state_before"), f"{row.place}, state_before")),
        model_version=row.text("model_version", 20),
        scheduler=read_scheduler(row),
        confidence=row.optional("confidence", row.whole, 1, 3),
        hints=row.whole("hints", 0, SMALL),
        undoes=row.optional("undoes", row.uuid),
    )


def read_state(row: Row) -> dict[str, Any]:
    """The memory before a review, and what else of its card a review may change."""
    state = read_memory(row).as_json()
    if not any(name in row.body for name in BESIDE_MEMORY):
        return state
    beside = {
        "lapses": row.whole("lapses", 0, SMALL),
        "is_leech": row.flag("is_leech"),
        "is_suspended": row.flag("is_suspended"),
    }
    return state | beside


def read_scheduler(row: Row) -> dict[str, Any]:
    """Settings that a replay can run with."""
    values = row.plain("scheduler")
    settings = Row(values, f"{row.place}, scheduler")
    settings.optional("retention", settings.number, 0.5, 0.99)
    for name in ("learning_steps", "relearning_steps"):
        settings.optional(name, settings.numbers, 0, LONGEST_STEP, range(MOST_STEPS + 1))
    settings.optional("weights", settings.numbers, 0, 1_000, range(WEIGHTS, WEIGHTS + 1))
    settings.optional("exam_at", settings.moment)
    settings.optional("days", settings.whole, 0, 40_000)
    check_weights(settings, "weights", values.get("weights"))
    return values


def check_weights(row: Row, name: str, weights: list[float] | None) -> None:
    try:
        scheduler_of(Settings(weights=tuple(weights) if weights else None))
    except ValueError:
        row.wrong(name, f"{WEIGHTS} weights within the bounds of the model")


def read_deck(row: Row) -> dict[str, Any]:
    """Values of a deck's fields."""
    steps = range(MOST_STEPS + 1)
    parameters = row.optional("parameters", row.numbers, 0, 1_000, range(WEIGHTS, WEIGHTS + 1))
    check_weights(row, "parameters", parameters)
    return {
        "desired_retention": row.number("desired_retention", 0.7, 0.97),
        "new_a_day": row.whole("new_a_day", 0, SMALL),
        "reviews_a_day": row.whole("reviews_a_day", 0, SMALL),
        "learning_steps": row.numbers("learning_steps", 0, LONGEST_STEP, steps),
        "relearning_steps": row.numbers("relearning_steps", 0, LONGEST_STEP, steps),
        "leech_lapses": row.whole("leech_lapses", 0, SMALL),
        "easy_days": row.numbers("easy_days", 0, 6, range(8)),
        "asks_confidence": row.flag("asks_confidence"),
        "exam_on": row.optional("exam_on", row.day),
        "parameters": parameters,
        "parameters_note": row.plain("parameters_note"),
    }


def check_keys(reviews: list[IncomingReview]) -> None:
    """Each row once, and what a row takes back before it, of the same card and taken back only once."""
    seen: dict[object, int] = {}
    undone: set[object] = set()
    for number, review in enumerate(reviews):
        place = f"reviews {number}"
        if review.key in seen:
            refuse(f"{place}, key", f"this is the key of `reviews {seen[review.key]}` as well")
        seen[review.key] = number
        if review.undoes is None:
            continue
        if review.undoes in undone or review.undoes not in seen:
            refuse(f"{place}, undoes", "no row before it has this key, or another one takes it back already")
        target = reviews[seen[review.undoes]]
        if target.card != review.card or target.undoes is not None:
            refuse(f"{place}, undoes", "this takes back a row of another card, or one that takes back itself")
        undone.add(review.undoes)
