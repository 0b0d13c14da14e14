"""CSV: one's cards for a spreadsheet, and the review log as the FSRS optimiser reads it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from quizzes.models import Review
from quizzes.transfer.outgoing import Outgoing

CONTENT_TYPE = "text/csv; charset=utf-8"

CARD_COLUMNS = (
    "fact", "facet", "kind", "note", "heading", "question", "choices", "answer", "explanation", "hint", "state",
    "due", "last_review", "stability_days", "difficulty", "lapses", "suspended", "link",
)  # fmt: skip
LOG_COLUMNS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
STATES = {"learning": 1, "review": 2, "relearning": 3}
NEW = 0
FORMULA_SIGNS = tuple("=+-@\t\r")  # what makes a spreadsheet take a text for a formula


class Echo:
    """What `csv` writes into, to get each line back."""

    def write(self, line: str) -> str:
        return line


def write_cards(questions: Iterable[Outgoing], site: str = "") -> Iterator[str]:
    """Every question of a vault, with the state of its card where there is one."""
    writer = csv.writer(Echo())
    yield writer.writerow(CARD_COLUMNS)
    for outgoing in questions:
        yield writer.writerow([safe(cell) for cell in card_cells(outgoing, site)])


def card_cells(outgoing: Outgoing, site: str) -> tuple[object, ...]:
    question, fact, card = outgoing.question, outgoing.fact, outgoing.card
    learned = card if card and card.last_review else None
    return (
        fact.key,
        question.facet,
        question.kind,
        outgoing.note.path if outgoing.note else "",
        " > ".join(fact.headings),
        "\n".join([question.stem, *(f"{name}\n{text}" for name, text in question.documents)]),
        "\n".join(outgoing.options),
        question.key,
        question.explanation,
        question.hint,
        learned.state if learned else "new",
        stamp(learned and learned.due),
        stamp(learned and learned.last_review),
        learned.stability if learned else "",
        learned.difficulty if learned else "",
        card.lapses if card else 0,
        "yes" if card and card.is_suspended else "no",
        site + fact.get_absolute_url() if site and outgoing.note else "",
    )


def stamp(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def safe(cell: object) -> object:
    """A text that no spreadsheet takes for a formula; notes may be somebody else's."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def write_review_log(reviews: Iterable[Review]) -> Iterator[str]:
    """The log without what was taken back, oldest first: times and durations in milliseconds, states by number."""
    writer = csv.writer(Echo())
    yield writer.writerow(LOG_COLUMNS)
    for review in reviews:
        state = NEW if review.is_first else STATES[review.state_before["state"]]
        taken = int(review.reviewed_at.timestamp() * 1000)
        yield writer.writerow([review.card_id, taken, review.rating, state, review.duration_ms])
