"""The command that looks for parameters in a learner's own answers."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.models import Vault
from people.models import Learner
from quizzes.models import Deck
from quizzes.scheduling.optimising import FEWEST
from tests.factories import answer, make_vault, question_of
from tests.quizzes.notes import TERMS
from tests.quizzes.test_fitting import store, strange

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("fit_parameters", *arguments, stdout=out)
    return out.getvalue()


def test_command_says_what_came_of_it(ada: Learner, vault: Vault) -> None:
    store(strange(), ada, question_of(vault, "Role"))

    said = run("ada")

    deck = Deck.objects.get()
    note = deck.parameters_note
    assert (deck.learner, deck.vault, len(deck.parameters)) == (ada, vault, 21)
    assert said == (
        f"{vault.slug}: log loss {note['loss_before']:.4f} before, {note['loss_after']:.4f} with what was found, "
        f"on {note['held_out']} reviews held out: adopted\n"
    )


def test_command_names_what_is_missing(ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role"))

    assert run("ada") == f"{vault.slug}: 0 reviews are too few, it takes {FEWEST}\n"


def test_command_looks_at_every_vault_or_at_the_one_named(ada: Learner, vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_vault(tmp_path / "other", Terms=TERMS)
    for one in (vault, other):
        answer(ada, question_of(one, "Role"))

    assert [line.partition(":")[0] for line in run("ada").splitlines()] == sorted([vault.slug, other.slug])
    assert run("ada", "--vault", other.slug).startswith(f"{other.slug}: 0 reviews")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "there is no learner nobody; give a username as the site knows it"),
        (["ada"], "ada has no cards there; answer some first, or name another vault"),
        (["ada", "--vault", "nowhere"], "ada has no cards there; answer some first, or name another vault"),
    ],
)
def test_command_refuses_what_it_cannot_do(ada: Learner, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=f"^{message}$"):
        run(*arguments)
    assert Deck.objects.count() == 0
