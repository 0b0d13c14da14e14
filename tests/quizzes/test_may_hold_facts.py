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
        "A group has no password.",
        "- Never share an access key",
        "> [!warning] Keys are not permissions\n> A pair of keys only proves who calls.",
        "> [!note] A profile holds one role",
        "## Logins\n`key id` ~ user name, `secret` ~ password",
        "## Roads\n| who | road |\n| --- | --- |\n| a | b |\n| c | d |\n| e | f |",
        "## Rotation\nThese steps:\n1. One thing\n2. Another thing\n3. Third thing",
        "#flashcards\n\nfront::back",
        "#flashcards\n\nfront\n?\nback",
        "---\ntags: flashcards\n---\na ==gap== between",
    ],
)
def test_every_way_to_write_a_fact_is_looked_at(source: str) -> None:
    assert (len(facts_in(source)) > 0, may_hold_facts(source)) == (True, True)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_no_fact_of_the_shipped_vault_is_overlooked(note: object) -> None:
    source = note.read_text()

    assert may_hold_facts(source) or not facts_in(source)


@pytest.mark.parametrize(
    "source",
    ["", "A term: **Role** → words.", "- one\n- two", "> [!tip] Who?\n> Nobody.", "# A\n\n[[B]]"],
)
def test_note_without_a_list_a_question_or_a_verb_is_not_parsed(source: str) -> None:
    assert not may_hold_facts(source)
