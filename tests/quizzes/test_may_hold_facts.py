"""The cheap look before a note is parsed never overlooks a fact."""

import pytest
from django.conf import settings

from quizzes.facts import may_hold_facts
from tests.factories import facts_in

NOTES = sorted(settings.SHIPPED_VAULT.rglob("*.md"))
DEFINED = "**Role** {} a set of rights that others take on for a while"


@pytest.mark.parametrize(
    "source",
    [
        *(f"{mark} {DEFINED.format('→')}" for mark in ("-", "*", "+", "1.", "12)")),
        *(f"- {DEFINED.format(separator)}" for separator in ("->", "=>", "⇒", "&rarr;")),
        *(f"- **Role**{separator} a set of rights that others take on" for separator in (":", " —", " –")),
        f"> [!tip]\n> - {DEFINED.format('→')}",
        f"- outer\n\t- {DEFINED.format('→')}",
        f"- - {DEFINED.format('→')}",
        f"first\r- {DEFINED.format('→')}\r",
        "Kinds of policy there are:\n- one\n- two\n- three",
        "> [!question] Who may do the thing here?\n> Nobody.",
        "> [!FAQ]- Who may do the thing here?\n> Nobody.",
        "> [! help ] Who may do the thing here?\n> Nobody.",
    ],
)
def test_every_way_to_write_a_fact_is_looked_at(source: str) -> None:
    assert (len(facts_in(source)), may_hold_facts(source)) == (1, True)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_no_fact_of_the_shipped_vault_is_overlooked(note: object) -> None:
    source = note.read_text()

    assert may_hold_facts(source) or not facts_in(source)


@pytest.mark.parametrize(
    "source", ["", "A term: **Role** → words.", "- one\n- two", "> [!tip] Who may do the thing here?\n> No."]
)
def test_note_without_a_list_or_a_question_is_not_parsed(source: str) -> None:
    assert not may_hold_facts(source)
