"""Questions as plain data."""

import json
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from content.domain import sync_vault
from content.models import Vault
from quizzes.exporting import exported_questions
from tests.factories import fact_of, make_vault, question_of, write_notes
from tests.quizzes.notes import CASES, TERMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(settings: Any) -> list[dict[str, Any]]:
    """The export of the vault that is shipped, as the command prints it."""
    settings.VAULT_ROOT = settings.SHIPPED_VAULT
    sync_vault(Vault.objects.current())
    printed = StringIO()
    call_command("export_questions", stdout=printed)
    return json.loads(printed.getvalue())


def test_choice_is_exported_whole(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, Terms=TERMS)
    question = question_of(vault, "Role", "recognise")

    (row,) = [row for row in exported_questions(vault) if row["id"] == question.ident]

    choices = row.pop("choices")
    assert row == {
        "id": question.ident,
        "kind": "mcq",
        "prompt": "Which of these is meant: a set of rights that others take on for a while?",
        "answers": ["Role"],
        "explanation": "Role: a set of rights that others take on for a while.",
        "source": {"note": "Terms.md", "heading": "Terms", "block": fact_of(vault, "Role").anchor},
        "topic": "Terms",
    }
    assert sorted((choice["text"], choice["correct"]) for choice in choices) == [
        ("Group", False),
        ("Policy", False),
        ("Role", True),
        ("User", False),
    ]


def test_cloze_and_scenario_are_exported_without_choices(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, Cases=CASES)

    rows = exported_questions(vault)

    assert [(row["kind"], row["answers"]) for row in sorted(rows, key=lambda row: row["answers"])] == [
        ("cloze", ["Action"]),
        ("cloze", ["Condition"]),
        ("cloze", ["Effect"]),
        ("cloze", ["Resource"]),
        ("scen", ["Revoke the sessions of every role in use."]),
    ]
    fields = {"id", "kind", "prompt", "answers", "explanation", "source", "topic"}
    assert [set(row) for row in rows] == [fields] * 5


def test_id_stays_when_a_line_is_reworded(tmp_path: Path) -> None:
    line = "A role session of one user lasts {} twelve hours when the account asks for no less.\n"
    vault = make_vault(tmp_path, Groups=line.format("about"))
    before = {row["id"]: row["prompt"] for row in exported_questions(vault)}

    write_notes(vault, Groups=line.format("roughly"))

    after = {row["id"]: row["prompt"] for row in exported_questions(vault)}
    assert before.keys() == after.keys() != set()
    assert before != after


def test_export_leaves_out_what_was_retired(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, Terms=TERMS, Cases=CASES)

    write_notes(vault, Terms=None)

    assert {row["source"]["note"] for row in exported_questions(vault)} == {"Cases.md"}


def test_export_of_an_empty_vault_is_an_empty_list(tmp_path: Path) -> None:
    assert exported_questions(make_vault(tmp_path)) == []


def test_shipped_vault_makes_many_sound_questions(shipped: list[dict[str, Any]]) -> None:
    assert len(shipped) >= 600
    assert {"mcq", "mr", "tf", "cloze", "scen"} <= {row["kind"] for row in shipped}
    assert repeated(row["id"] for row in shipped) == []
    assert repeated((row["kind"], row["prompt"]) for row in shipped) == []
    assert [row["id"] for row in shipped if not is_sourced(row)] == []
    assert [row["id"] for row in shipped if row["kind"] == "mcq" and not is_sound_choice(row)] == []


def repeated(things: Iterable[object]) -> list[object]:
    return [thing for thing, count in Counter(things).items() if count > 1]


def is_sourced(row: dict[str, Any]) -> bool:
    source = row["source"]
    return all((row["prompt"], row["explanation"], row["answers"][0], source["note"], source["block"]))


def is_sound_choice(row: dict[str, Any]) -> bool:
    """One key among three or four choices that differ, and a reason for each."""
    texts = [choice["text"] for choice in row["choices"]]
    keys = [choice["text"] for choice in row["choices"] if choice["correct"]]
    reasons = all(choice["explanation"] for choice in row["choices"])
    return keys == row["answers"] and len(keys) == 1 and len(set(texts)) == len(texts) in (3, 4) and reasons
