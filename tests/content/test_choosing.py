"""A learner's own vault shows to its owner alone, in every room, once it was chosen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.choosing import SESSION_KEY
from content.models import Vault
from people.models import Learner
from tests.conftest import WriteVault
from tests.factories import make_learner, make_vault

POLICY = '```json\n{"Version": "2012-10-17", "Statement": []}\n```\n'


@pytest.fixture
def ada(write_vault: WriteVault) -> Learner:
    """Somebody with a vault beside the one that everybody sees."""
    write_vault({"Index.md": "Everybody sees this.\n\n- **Shared** → what everybody may ask about it\n"})
    return make_learner("ada")


@pytest.fixture
def own(ada: Learner, tmp_path_factory: pytest.TempPathFactory) -> Vault:
    root = tmp_path_factory.mktemp("own")
    (root / "own.png").write_bytes(b"\x89PNG")
    term = "- **Private** → what only its owner may ask about it\n"
    vault = make_vault(root, Index=f"Only she sees this.\n\n{term}\n{POLICY}")
    Vault.objects.filter(pk=vault.pk).update(owner=ada)
    return vault


def browser_of(learner: Learner | None, chosen: Vault) -> Client:
    client = Client()
    if learner:
        client.force_login(learner)
    session = client.session
    session[SESSION_KEY] = chosen.pk
    session.save()
    return client


def test_every_room_shows_the_chosen_vault(ada: Learner, own: Vault) -> None:
    client = browser_of(ada, own)

    note, recall, front = (
        client.get(address).content.decode() for address in ("/notes/index/", "/recall/", "/")
    )

    assert ("Only she sees this" in note, "Everybody" in note) == (True, False)
    assert ("Private" in recall or "only its owner" in recall, "everybody" in recall) == (True, False)
    assert "1 fact in 1 note" in front
    assert b"".join(client.get("/files/own.png").streaming_content) == b"\x89PNG"
    anchor = note.split("policy=")[1].split('"')[0]
    assert client.get(f"/sandbox/?note=index&policy={anchor}").status_code == 302


@pytest.mark.parametrize("name", ["bob", None])
def test_session_that_names_a_vault_of_somebody_else_shows_the_shared_one(
    own: Vault, name: str | None
) -> None:
    client = browser_of(make_learner(name) if name else None, own)

    assert "Everybody sees this" in client.get("/notes/index/").content.decode()
    assert client.get("/files/own.png").status_code == 404


def test_shared_vault_shows_again_when_the_chosen_one_is_gone(ada: Learner, own: Vault) -> None:
    client = browser_of(ada, own)
    own.delete()

    assert "Everybody sees this" in client.get("/notes/index/").content.decode()
    assert client.get("/").status_code == 200


def test_stored_page_of_an_own_vault_costs_two_queries_too(ada: Learner, own: Vault) -> None:
    client = browser_of(ada, own)
    client.get("/notes/index/")

    with CaptureQueriesContext(connection) as captured:
        client.get("/notes/index/")

    of_notes = [query["sql"] for query in captured if 'FROM "content_' in query["sql"]]
    assert len(of_notes) == 2, of_notes
