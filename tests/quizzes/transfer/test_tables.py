"""CSV: cards for a spreadsheet, the log for the optimiser."""

import csv
from collections.abc import Iterable

import pytest

from content.models import Vault
from people.models import Learner
from quizzes.reviewing import undo_review
from quizzes.transfer.exports import export
from quizzes.transfer.tables import CARD_COLUMNS, LOG_COLUMNS
from tests.factories import DAY, MINUTE, NOW, answer, answer_until_review, fact_of, question_of, write_notes
from tests.quizzes.notes import TERMS

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
SITE = "https://notes.example"


def rows_of(lines: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(lines).splitlines(keepends=True)))


def cards_of(learner: Learner | None, vault: Vault) -> list[dict[str, str]]:
    return rows_of(export("cards", learner, vault, NOW, SITE).pieces)


def test_row_of_a_learned_card(ada: Learner, vault: Vault) -> None:
    question = question_of(vault, "Role", "recognise")
    card = answer_until_review(ada, question)

    (row,) = [row for row in cards_of(ada, vault) if row["state"] != "new"]

    fact, value = fact_of(vault, "Role"), question.current.value
    assert tuple(row) == CARD_COLUMNS
    assert row == {
        "fact": fact.key,
        "facet": "recognise",
        "kind": "choice",
        "note": "Terms.md",
        "heading": "Terms",
        "question": value.stem,
        "choices": "\n".join(choice.text for choice in value.choices),
        "answer": "Role",
        "explanation": value.explanation,
        "hint": value.hint,
        "state": "review",
        "due": card.due.isoformat(timespec="seconds"),
        "last_review": card.last_review.isoformat(timespec="seconds"),
        "stability_days": str(card.stability),
        "difficulty": str(card.difficulty),
        "lapses": "0",
        "suspended": "no",
        "link": f"{SITE}/notes/terms/#{fact.anchor}",
    }


def test_visitor_gets_every_question_as_new(vault: Vault) -> None:
    assert {(row["state"], row["due"], row["lapses"]) for row in cards_of(None, vault)} == {("new", "", "0")}


def test_no_cell_is_a_formula(ada: Learner, vault: Vault) -> None:
    write_notes(
        vault, Terms=TERMS + "- **=Sum** → -1 of all the roles that a company has handed out so far.\n"
    )

    cells = [cell for row in cards_of(ada, vault) for cell in row.values()]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert [cell for cell in cells if cell.startswith("'=Sum")] != []


def test_log_is_what_the_optimiser_takes(ada: Learner, vault: Vault) -> None:
    role, user = question_of(vault, "Role", "recognise"), question_of(vault, "User", "recognise")
    first = answer(ada, role, at=NOW)
    answer(ada, role, at=NOW + 10 * MINUTE)
    answer(ada, role, right=False, at=NOW + 3 * DAY)
    undo_review(answer(ada, user, at=NOW + 4 * DAY))

    rows = rows_of(export("log", ada, vault, NOW).pieces)

    start, card = int(NOW.timestamp() * 1000), str(first.card_id)
    times = [start, start + 600_000, start + 3 * 86_400_000]
    assert tuple(rows[0]) == LOG_COLUMNS
    assert [tuple(row.values()) for row in rows] == [
        (card, str(times[0]), "3", "0", "8000"),
        (card, str(times[1]), "3", "1", "8000"),
        (card, str(times[2]), "1", "2", "8000"),
    ]


def test_log_of_somebody_else_stays_with_them(ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))

    assert rows_of(export("log", None, vault, NOW).pieces) == []
