"""A claim that several notes make: one fact, each of them a source, no card lost when one goes."""

from pathlib import Path

import pytest

from content.models import Vault
from quizzes.models import Fact, FactSource
from tests.factories import answer, make_learner, make_vault, note_of, question_of, write_notes
from tests.quizzes.notes import TERMS

ROLE = "- **Role** → a set of rights that others take on for a while.\n"
RULE = "- Never share an access key with anybody.\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_vault(tmp_path, Keys=f"# Keys\n\n{RULE}", Practices=f"# Practices\n\n{RULE}", Terms=TERMS)


def sources(vault: Vault, kind: str) -> dict[str, list[str]]:
    """Of each living fact's statement the notes that make it."""
    found: dict[str, list[str]] = {}
    for source in FactSource.objects.filter(fact__vault=vault, fact__kind=kind).order_by("note__path"):
        found.setdefault(source.fact.statement, []).append(source.note.path)
    return found


def test_rule_that_two_notes_state_is_one_fact_with_two_sources(vault: Vault) -> None:
    assert sources(vault, "rule") == {
        "Never share an access key with anybody": ["Keys.md", "Practices.md"],
    }
    assert vault.facts.filter(kind="rule").count() == 1


def test_source_says_where_in_its_note(vault: Vault) -> None:
    fact = vault.facts.get(kind="rule")

    assert {source.note.path: (source.anchor, source.headings) for source in fact.sources.all()} == {
        "Keys.md": (fact.anchor, ["Keys"]),
        "Practices.md": (fact.anchor, ["Practices"]),
    }


def test_first_note_keeps_the_fact(vault: Vault) -> None:
    assert vault.facts.get(kind="rule").note == note_of(vault, "Keys")


@pytest.mark.parametrize("left", [None, "# Keys\n\nNothing more.\n"])
def test_another_note_takes_over_when_the_first_says_it_no_more(vault: Vault, left: str | None) -> None:
    before = vault.facts.get(kind="rule")

    write_notes(vault, Keys=left)

    after = vault.facts.get(kind="rule")
    assert (after.pk, after.note, after.headings) == (before.pk, note_of(vault, "Practices"), ["Practices"])
    assert (after.retired_at, sources(vault, "rule")[after.statement]) == (None, ["Practices.md"])


def test_last_note_takes_the_fact_along(vault: Vault) -> None:
    write_notes(vault, Keys=None)

    write_notes(vault, Practices="# Practices\n")

    assert vault.facts.living().filter(kind="rule").count() == 0
    assert sources(vault, "rule") == {}


def test_card_outlives_the_note_that_said_it_first(vault: Vault) -> None:
    write_notes(vault, Copy=f"# Copy\n\n{ROLE}")
    card = answer(make_learner("ada"), question_of(vault, "Role", "recall")).card

    write_notes(vault, Terms=TERMS.replace(ROLE, ""))

    fact = Fact.objects.get(pk=card.fact_id)
    assert (fact.note, fact.retired_at) == (note_of(vault, "Copy"), None)


def test_further_source_makes_no_question_anew(vault: Vault) -> None:
    before = set(vault.facts.values_list("pk", "questions__current"))

    write_notes(vault, Copy=f"# Copy\n\n{RULE}")

    assert set(vault.facts.values_list("pk", "questions__current")) == before
    assert sources(vault, "rule")["Never share an access key with anybody"] == [
        "Copy.md",
        "Keys.md",
        "Practices.md",
    ]


def test_line_that_moves_in_its_note_moves_its_source(vault: Vault) -> None:
    write_notes(vault, Practices=f"# Practices\n\n## Keys\n\n{RULE}")

    source = FactSource.objects.get(note=note_of(vault, "Practices"))
    assert source.headings == ["Practices", "Keys"]
