"""The same on SQLite and PostgreSQL: which notes are found, and that none is found after it is gone."""

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.domain import sync_vault
from content.models import Vault
from content.search.folding import split_words
from content.search.index import find_notes
from content.search.query import parse_query
from people.models import Learner
from tests.conftest import WriteVault
from tests.factories import make_vault, write_notes

NOTES = {
    "Roles.md": (
        "---\ntags: [iam, AWS/Identity]\naliases: [Assumed identities]\nsecret: propertyword\n---\n"
        "## Trust policy\nWho may **assume** it. See [[Sessions|temporary keys]].\n%%hidden draft%%\n"
    ),
    "Sessions.md": "---\ntags: iamx\n---\nA role hands out keys; the trust\npolicy has the last word. `s3:GetObject`",
    "deep/Policy.md": "Élan and façade. 信任策略 => ok\n\n## Boundaries\nA ceiling.",
    "Other.md": "Nothing about it, only e c 2 and EC2.",
}


@pytest.fixture
def vault(write_vault: WriteVault) -> Vault:
    return write_vault(NOTES)


def found(vault: Vault, text: str, limit: int = 10) -> list[str]:
    """The stems of the notes found, best first."""
    stems = {note.pk: note.stem for note in vault.notes.all()}
    return [stems[pk] for pk in find_notes(vault, parse_query(text), limit)]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("assume ", {"Roles"}),
        ("assum ", set()),
        ("assum", {"Roles"}),
        ("assum* it", {"Roles"}),
        ("role ", {"Sessions"}),
        ("role", {"Roles", "Sessions"}),
        ("TRUST policy ", {"Roles", "Sessions"}),
        ('"trust policy"', {"Roles", "Sessions"}),
        ('"policy trust"', set()),
        ('"the trust pol', {"Sessions"}),
        ("trust -keys", set()),
        ("trust -sessions", {"Roles"}),
        ("trust -ceiling", {"Roles", "Sessions"}),
        ("trust -assume", {"Sessions"}),
        ('word -"trust policy"', set()),
        ("elan facade ", {"Policy"}),
        ("Façade ", {"Policy"}),
        ("策略", {"Policy"}),
        ("任策", {"Policy"}),
        ("略策", set()),
        ("tag:IAM", {"Roles"}),
        ("tag:aws", {"Roles"}),
        ("tag:aws/identity", {"Roles"}),
        ("tag:identity", set()),
        ("tag:iam assume ", {"Roles"}),
        ("trust -tag:iam", {"Sessions"}),
        ("assumed identities", {"Roles"}),
        ("s3:getobject", {"Sessions"}),
        ("e ", {"Other"}),
        ("bo", {"Policy"}),
        ("propertyword", set()),
        ("hidden", set()),
        ("=>", {"Policy"}),
        ("=> %", set()),
        ("-trust", set()),
        ("", set()),
    ],
)
def test_query_finds(vault: Vault, text: str, stems: set[str]) -> None:
    assert set(found(vault, text)) == stems


def test_names_come_before_headings_and_headings_before_text(write_vault: WriteVault) -> None:
    vault = write_vault(
        {
            "A.md": "boundary " * 20,
            "B.md": "## A boundary\nText.",
            "C.md": "---\naliases: [The boundary]\n---\nText.",
            "Boundary.md": "Text.",
        }
    )

    assert found(vault, "boundary") in (["Boundary", "C", "B", "A"], ["C", "Boundary", "B", "A"])


def test_letters_that_no_word_begins_with_do_not_hide_what_was_found_before(vault: Vault) -> None:
    assert [found(vault, text) for text in ("assume z", '"who may z')] == [["Roles"], ["Roles"]]


def test_short_beginning_that_no_name_has_is_looked_for_in_the_text(vault: Vault) -> None:
    assert found(vault, "ce") == ["Policy"]


def test_no_more_notes_than_asked_for_are_found(vault: Vault) -> None:
    assert len(found(vault, "trust", limit=1)) == 1


def test_edited_note_is_found_by_its_new_words_alone(vault: Vault) -> None:
    write_notes(vault, Roles="Something else: ceremony.")

    assert [found(vault, text) for text in ("ceremony", "assume", "tag:iam", "identities")] == [
        ["Roles"],
        [],
        [],
        [],
    ]


def test_removed_note_is_not_found(vault: Vault) -> None:
    write_notes(vault, Roles=None)

    assert found(vault, "assume") == []
    assert count_rows() == 3


def test_renamed_note_is_found_by_its_new_name_alone(vault: Vault) -> None:
    root = Path(vault.root)
    (root / "Roles.md").rename(root / "Gates.md")
    sync_vault(vault)

    assert [found(vault, text) for text in ("gates", "assume", "roles")] == [["Gates"], ["Gates"], []]


def test_vaults_are_apart(vault: Vault, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    second = make_vault(other, Roles="Who may assume another.")

    assert [found(vault, "another"), found(second, "another")] == [[], ["Roles"]]


@pytest.mark.parametrize("by_owner", [False, True])
def test_deleted_vault_leaves_nothing_behind(
    vault: Vault, django_user_model: type[Learner], by_owner: bool
) -> None:
    if by_owner:
        vault.owner = django_user_model.objects.create_user("ada")
        vault.save()
        vault.owner.delete()
    else:
        vault.delete()

    assert count_rows() == 0


def test_note_that_was_never_taken_in_can_be_forgotten(vault: Vault) -> None:
    """As after an upgrade: the first sync reads notes again that the index has not seen."""
    empty_index()
    vault.notes.update(source_hash="", modified_ns=0)

    sync_vault(vault)

    assert count_rows() == 4
    assert found(vault, "assume") == ["Roles"]


def count_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_search")
        return int(cursor.fetchone()[0])


def empty_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("content_search", "content_search_heads"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608 - our own names
        else:
            cursor.execute("DELETE FROM content_search")


WORDS = [
    "role",
    "Rôle",
    "s3",
    "1e5",
    "0x1f",
    "12ab",
    "策略",
    "हिन्दी",
    "aws:x/y",
    "a@b.example",
    "/etc/x",
    "3.14",
    "-5",
    "𝐁old",
    "½",
    "x²",
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from(WORDS))
def test_any_word_of_a_text_is_found_and_no_other(vault: Vault, words: list[str], asked: str) -> None:
    write_notes(vault, Roles=" ".join(words))

    query = parse_query(f'"{asked}"')
    is_there = contains([word for one in words for word in split_words(one)], split_words(asked))
    assert ("Roles" in found(vault, f'"{asked}"')) == is_there, query


def contains(words: list[str], phrase: list[str]) -> bool:
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "'; DROP TABLE content_search; --", "NEAR(a b)", "a AND", "NOT", "names:x", "{", "^a", "a*b*",
        "%", "_", "\\", "\0", "a\0b", ":*", "a & b", "!a", "a <-> b", "(" * 300, "x" * 10_000, "\ud800", "𞤀", "🔥",
        "tag:'", 'tag:"a b', "*", "a " * 5_000, "-", "--", "-tag:",
    ],
)  # fmt: skip
def test_hostile_query_is_harmless(vault: Vault, text: str) -> None:
    assert len(found(vault, text, limit=2)) <= 2
    assert found(vault, "assume") == ["Roles"]
