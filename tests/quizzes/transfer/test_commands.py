"""In and out from the shell."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.models import Vault
from people.models import Learner
from quizzes.models import Review
from tests.factories import answer, make_learner, make_vault, question_of
from tests.quizzes.notes import TERMS
from tests.quizzes.transfer.archives import archive_of

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


def run(*words: str, **options: object) -> list[str]:
    printed = StringIO()
    call_command(*words, stdout=printed, **options)
    return printed.getvalue().splitlines()


def test_all_of_a_learner_goes_to_a_file_and_comes_back(ada: Learner, vault: Vault, tmp_path: Path) -> None:
    answer(ada, question_of(vault, "Role", "recognise"))
    archive, file = archive_of(ada, vault), str(tmp_path / "ada.json")
    run("export_cards", "json", file)
    ada.delete()
    here = make_learner("ada")

    tried = run("import_cards", file, "--dry-run")
    count = Review.objects.count()
    done = run("import_cards", file)

    assert tried == [
        f"This is an export of the vault “{vault.name}”.",
        "1 new card",
        "1 entry of your review log",
    ]
    assert (count, done) == (0, tried)
    assert archive_of(here, vault) == archive


def test_deck_links_to_the_site_that_is_named(ada: Learner, vault: Vault, tmp_path: Path) -> None:
    run("export_cards", "cards", str(tmp_path / "cards.csv"), site="https://notes.example/")

    assert "https://notes.example/notes/terms/#" in (tmp_path / "cards.csv").read_text()


def test_vault_and_learner_are_chosen_by_name(ada: Learner, vault: Vault, tmp_path: Path) -> None:
    bob, other = make_learner("bob"), make_vault(tmp_path / "other", Terms=TERMS)
    answer(bob, question_of(other, "Role", "recognise"))
    file = tmp_path / "bob.json"

    run("export_cards", "json", str(file), learner="bob", vault=other.pk)

    assert json.loads(file.read_text()) == archive_of(bob, other)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export_cards", "json", "x", "--learner=eve"), "there is no learner `eve`; there are ada, bob"),
        (("export_cards", "json", "x"), "name one with --learner; there are ada, bob"),
        (("export_cards", "json", "x", "--learner=ada", "--vault=0"), "there is no vault 0; there are "),
        (("import_cards", "absent.json", "--learner=ada"), "absent.json: No such file or directory"),
        (("export_cards", "json", "absent/x", "--learner=ada"), "absent/x: No such file or directory"),
    ],
)
def test_wrong_word_is_explained(ada: Learner, vault: Vault, words: tuple[str, ...], said: str) -> None:
    make_learner("bob")

    with pytest.raises(CommandError) as caught:
        run(*words)

    assert str(caught.value).startswith(said)


def test_broken_file_is_named_with_place_and_remedy(ada: Learner, vault: Vault, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{"a": }')

    with pytest.raises(CommandError) as caught:
        run("import_cards", str(file))

    assert str(caught.value) == (
        f"{file}: line 1, column 7: from here on this is not JSON; export it anew where it comes from"
    )
