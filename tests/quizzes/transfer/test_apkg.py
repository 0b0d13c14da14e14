"""The deck for Anki, opened as Anki opens it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from content.models import Vault
from quizzes.models import Fact
from quizzes.transfer.apkg import NOTE_TYPE, make_apkg
from quizzes.transfer.outgoing import outgoing_questions
from tests.factories import NOW, make_vault, question_of, write_notes
from tests.quizzes.notes import CASES, TERMS, only

pytestmark = pytest.mark.django_db

SITE = "https://notes.example"


@contextmanager
def opened(package: bytes, folder: Path) -> Iterator[sqlite3.Connection]:
    with ZipFile(BytesIO(package)) as archive:
        assert sorted(archive.namelist()) == ["collection.anki2", "media"]
        file = Path(archive.extract("collection.anki2", folder))
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


def package_of(vault: Vault, site: str = SITE) -> bytes:
    return make_apkg(vault, outgoing_questions(None, vault), NOW, site)


def notes_in(vault: Vault, folder: Path, site: str = SITE) -> dict[str, tuple[str, list[str]]]:
    """Tags and fields by guid."""
    with opened(package_of(vault, site), folder) as anki:
        rows = anki.execute("SELECT guid, tags, flds FROM notes").fetchall()
    return {guid: (tags, fields.split("\x1f")) for guid, tags, fields in rows}


def test_package_holds_one_note_and_card_for_each_question(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS, Cases=CASES)
    questions = list(outgoing_questions(None, vault))

    with opened(package_of(vault), tmp_path) as anki:
        notes, cards, reviews = (
            anki.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of this test
            for table in ("notes", "cards", "revlog")
        )
        version, models, decks = anki.execute("SELECT ver, models, decks FROM col").fetchone()

    assert (version, notes, cards, reviews) == (11, len(questions), len(questions), 0)
    assert list(json.loads(models)) == [str(NOTE_TYPE)]
    assert vault.name in {deck["name"] for deck in json.loads(decks).values()}


def test_note_shows_question_answer_and_source(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS)
    value = question_of(vault, "Role", "recognise").current.value

    (found,) = [row for row in notes_in(vault, tmp_path).values() if row[1][0] == value.stem]

    tags, fields = found
    anchor = Fact.objects.get(subject="Role").anchor
    assert tags.split() == ["iamstudy::Terms::Terms", "iamstudy-kind::choice"]
    assert fields == [
        value.stem,
        "",
        "<ul>" + "".join(f"<li>{choice.text}</li>" for choice in value.choices) + "</ul>",
        value.hint,
        "Role",
        value.explanation,
        f'<a href="{SITE}/notes/terms/#{anchor}">Terms, “Terms”</a>',
    ]


def test_note_names_its_source_where_the_address_is_unknown(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS)

    assert {fields[-1] for _, fields in notes_in(vault, tmp_path, site="").values()} == {"Terms, “Terms”"}


def test_guids_stay_when_a_note_is_exported_again(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS, Cases=CASES)

    first, second = notes_in(vault, tmp_path), notes_in(vault, tmp_path)

    assert first == second
    assert len(first) == len(list(outgoing_questions(None, vault)))


def test_guid_stays_when_a_fact_is_reworded_and_renamed(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS)
    before = set(notes_in(vault, tmp_path))
    role = Fact.objects.get(subject="Role")

    write_notes(vault, Terms=TERMS.replace("- **Role** →", "- **Roles** →"))

    assert Fact.objects.get(pk=role.pk).key != role.key
    assert set(notes_in(vault, tmp_path)) == before


def test_fact_that_takes_over_an_old_name_gets_a_guid_of_its_own(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "notes", Terms=TERMS)
    renamed = TERMS.replace("- **Role** →", "- **Roles** →")
    write_notes(vault, Terms=renamed)

    write_notes(vault, Terms=renamed + "- **Role** → a part that an actor learns by heart in spring.\n")

    assert Fact.objects.living().filter(subject__in=["Role", "Roles"]).count() == 2
    assert len(notes_in(vault, tmp_path)) == len(list(outgoing_questions(None, vault)))


def test_marks_of_a_note_are_text_in_anki(tmp_path: Path) -> None:
    hostile = only("Role").replace(
        "a set of rights", "a `<b>` & \x1f{{Answer}} <script>alert(1)</script> set"
    )
    vault = make_vault(tmp_path / "notes", Terms=TERMS.replace(only("Role"), hostile))

    fields = [field for _, fields in notes_in(vault, tmp_path).values() for field in fields]

    assert [field for field in fields if "<script" in field or "<b>" in field] == []
    assert {len(fields) for _, fields in notes_in(vault, tmp_path).values()} == {7}
