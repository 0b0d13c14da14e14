"""Vaults of one's own in the browser: uploaded, chosen, renamed, replaced, removed, and read by nobody else."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from content.models import Note, Vault
from content.ownership import remove_strays
from people.models import Learner
from quizzes.models import Card, Review
from tests.conftest import WriteVault
from tests.content.zips import make_zip
from tests.factories import answer_until_review, question_of

TERMS = """- **Alpha** → the first letter of the Greek alphabet
- **Omega** → the final letter of the Greek alphabet
"""
NOTES = {"Mine/Index.md": f"My own words.\n\n{TERMS}", "Mine/moon.png": b"\x89PNG"}


@pytest.fixture(autouse=True)
def uploads(write_vault: WriteVault, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that uploads go to; the site shows another vault to everybody."""
    settings.UPLOADED_VAULTS = tmp_path_factory.mktemp("data") / "vaults"
    write_vault({"Index.md": "Everybody reads this."})
    return settings.UPLOADED_VAULTS


def upload(client: Client, packed: BytesIO, vault: Vault | None = None) -> object:
    address = f"/vaults/{vault.pk}/replace/" if vault else "/vaults/"
    return client.post(address, {"zip": packed})


def own_vault() -> Vault:
    return Vault.objects.exclude(owner=None).get()


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_visitor_uploads_a_vault_and_reads_it_at_once(client: Client, uploads: Path) -> None:
    response = upload(client, make_zip(NOTES))

    vault = own_vault()
    assert (response.status_code, response["Location"]) == (302, "/vaults/")  # type: ignore[attr-defined, index]
    assert (vault.name, vault.owner.is_guest, vault.size) == (
        "Mine",
        True,
        4 + len(NOTES["Mine/Index.md"].encode()),
    )
    assert "My own words." in text_of(client, "/notes/index/")
    assert "Mine</h2>" in text_of(client, "/vaults/")
    assert [path.name for path in uploads.iterdir()] == [Path(vault.root).name]


def test_refused_upload_leaves_nothing_and_says_why(client: Client, uploads: Path) -> None:
    response = upload(client, make_zip({"A.md": "one", "../B.md": "two"}))

    page = response.content.decode()
    assert response.status_code == 200
    assert "<code>../B.md</code>: this path leads out of the folder" in page
    assert "Pack the folder anew" in page
    assert (Vault.objects.exclude(owner=None).count(), Learner.objects.count()) == (0, 0)
    assert list(uploads.iterdir()) == []


def test_form_without_a_file_says_what_is_missing(client: Client) -> None:
    response = client.post("/vaults/")

    assert response.status_code == 200
    assert "Nothing was chosen" in response.content.decode()


def test_upload_that_cannot_be_read_into_the_index_leaves_nothing(
    client: Client, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(vault: Vault) -> None:
        Note.objects.create(vault=vault, path="half.md", slug="half", title="half", source="")
        raise OperationalError("database is locked")

    monkeypatch.setattr("content.ownership.sync_vault", fail)
    with pytest.raises(OperationalError):
        upload(client, make_zip(NOTES))

    assert (Vault.objects.exclude(owner=None).count(), Note.objects.filter(slug="half").count()) == (0, 0)
    assert list(uploads.iterdir()) == []


def test_full_disk_is_said(client: Client, settings: Settings) -> None:
    settings.KEPT_FREE_BYTES = 10**18

    assert "This site has no room for another vault" in upload(client, make_zip(NOTES)).content.decode()


def test_learner_may_have_so_many_vaults_and_so_many_bytes(client: Client, settings: Settings) -> None:
    settings.MAX_VAULTS, settings.MAX_LEARNER_BYTES = 2, 1000
    upload(client, make_zip(NOTES))

    too_large = upload(client, make_zip({"A.md": "x" * 900}))
    upload(client, make_zip({"B.md": "b"}))
    too_many = upload(client, make_zip({"C.md": "c"}))

    assert "would take more room than you have" in too_large.content.decode()
    assert "You have 2 vaults already" in too_many.content.decode()
    assert Vault.objects.exclude(owner=None).count() == 2


def test_body_larger_than_any_upload_is_not_stored(client: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = upload(client, make_zip({"A.png": os.urandom(4000), "A.md": "a"}))

    assert response.status_code == 413
    assert b"That upload is too large." in response.content


def test_files_that_are_no_part_of_a_vault_are_listed(client: Client) -> None:
    upload(client, make_zip({**NOTES, "Mine/<run>.sh": "rm"}))

    page = text_of(client, "/vaults/")
    assert "1 file left out" in page
    assert "<code>Mine/&lt;run&gt;.sh</code>" in page


# Whose it is


@pytest.fixture
def own(client: Client) -> Vault:
    upload(client, make_zip(NOTES))
    return own_vault()


@pytest.fixture
def stranger(own: Vault) -> Iterator[Client]:
    """Somebody with a vault of her own, who knows the number of another one."""
    stranger = Client()
    upload(stranger, make_zip({"Hers/Index.md": "Her words."}))
    return stranger


def test_nobody_else_can_do_anything_with_it(own: Vault, stranger: Client) -> None:
    answers = [
        stranger.post("/vaults/choose/", {"vault": own.pk}),
        stranger.post(f"/vaults/{own.pk}/rename/", {"name": "taken"}),
        upload(stranger, make_zip({"A.md": "a"}), own),
        stranger.get(f"/vaults/{own.pk}/delete/"),
        stranger.post(f"/vaults/{own.pk}/delete/"),
        Client().post(f"/vaults/{own.pk}/delete/"),
    ]

    assert [response.status_code for response in answers] == [404] * 6
    own.refresh_from_db()
    assert own.name == "Mine"
    assert "Her words." in text_of(stranger, "/notes/index/")
    assert "Mine" not in text_of(stranger, "/vaults/")
    assert stranger.get("/files/moon.png").status_code == 404


def test_shared_vault_belongs_to_nobody_to_change(client: Client, own: Vault) -> None:
    shared = Vault.objects.get(owner=None)

    assert client.post(f"/vaults/{shared.pk}/delete/").status_code == 404
    assert Client().post(f"/vaults/{shared.pk}/rename/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("pk", ["x", "-1", "9" * 30, "٣", "0"])
def test_number_that_is_none_is_not_found(client: Client, own: Vault, pk: str) -> None:
    assert client.post("/vaults/choose/", {"vault": pk}).status_code == 404


# What one does with it


def test_vaults_are_chosen_in_turn(client: Client, own: Vault) -> None:
    assert client.post("/vaults/choose/", {"vault": ""})["Location"] == "/notes/"
    assert "Everybody reads this." in text_of(client, "/notes/index/")

    client.post("/vaults/choose/", {"vault": own.pk})
    assert "My own words." in text_of(client, "/notes/index/")


def test_renamed_vault_keeps_its_name_when_it_is_replaced(client: Client, own: Vault) -> None:
    client.post(f"/vaults/{own.pk}/rename/", {"name": "  My <own>\n notes "})
    client.post(f"/vaults/{own.pk}/rename/", {"name": " "})
    upload(client, make_zip(NOTES), own)

    assert own_vault().name == "My <own> notes"
    assert "My &lt;own&gt; notes" in text_of(client, "/vaults/")


def test_newer_upload_keeps_what_was_learned(client: Client, own: Vault, uploads: Path) -> None:
    card = answer_until_review(own.owner, question_of(own, "Alpha"))
    newer = {"Mine/Index.md": f"New words.\n\n{TERMS}", "Mine/New.md": "new"}

    upload(client, make_zip(newer), own)

    card.refresh_from_db()
    vault = own_vault()
    assert (vault.pk, vault.notes.count(), vault.files) == (own.pk, 2, [])
    assert (card.fact.vault, card.fact.retired_at) == (vault, None)
    assert "New words." in text_of(client, "/notes/index/")
    assert [path.name for path in uploads.iterdir()] == [Path(vault.root).name]


def test_newer_upload_that_is_refused_changes_nothing(client: Client, own: Vault, uploads: Path) -> None:
    before = own.root

    response = upload(client, make_zip({"A.md": "one", "/etc/B.md": "two"}), own)

    assert "Mine was not replaced" in response.content.decode()
    assert own_vault().root == before
    assert [str(path) for path in uploads.iterdir()] == [before]
    assert "My own words." in text_of(client, "/notes/index/")


def test_vault_is_removed_with_its_cards_and_files_after_it_was_asked_once(
    client: Client, own: Vault, uploads: Path
) -> None:
    answer_until_review(own.owner, question_of(own, "Alpha"))

    assert "Remove Mine?" in text_of(client, f"/vaults/{own.pk}/delete/")
    assert Vault.objects.filter(pk=own.pk).exists()
    client.post(f"/vaults/{own.pk}/delete/")

    assert not Vault.objects.filter(pk=own.pk).exists()
    assert (Card.objects.count(), Review.objects.count(), list(uploads.iterdir())) == (0, 0, [])
    assert "Everybody reads this." in text_of(client, "/notes/index/")


def test_strays_go_after_a_while_and_vaults_stay(own: Vault, uploads: Path) -> None:
    (uploads / "incoming-new").mkdir()
    (uploads / "stray").mkdir()
    long_ago = time.time() - 7200
    for folder in (uploads / "stray", Path(own.root)):
        os.utime(folder, (long_ago, long_ago))

    remove_strays()

    assert {path.name for path in uploads.iterdir()} == {"incoming-new", Path(own.root).name}
