"""The page of what goes out and what comes in."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from content.models import Vault
from people.models import Learner
from quizzes.models import Review
from quizzes.transfer.exports import FORMATS
from tests.factories import answer, make_learner, make_vault, question_of
from tests.quizzes.notes import TERMS
from tests.quizzes.transfer.archives import archive_of

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
PAGE = "/recall/transfer/"


def body_of(client: Client, name: str) -> bytes:
    return b"".join(client.get(f"{PAGE}{name}/").streaming_content)


def test_page_leads_to_every_format(client: Client, vault: Vault) -> None:
    page = client.get(PAGE).content.decode()

    assert [name for name in FORMATS if f'href="{PAGE}{name}/"' not in page] == []
    assert Learner.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "file", "content_type"),
    [
        ("apkg", ".apkg", "application/octet-stream"),
        ("json", ".json", "application/json"),
        ("cards", "-cards.csv", "text/csv; charset=utf-8"),
        ("markdown", "-cards.md", "text/markdown; charset=utf-8"),
        ("log", "-reviews.csv", "text/csv; charset=utf-8"),
    ],
)
def test_download_is_a_file_that_nothing_keeps(
    adas: Client, vault: Vault, name: str, file: str, content_type: str
) -> None:
    response = adas.get(f"{PAGE}{name}/")

    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{vault.slug}{file}"'
    assert (response["Content-Type"], response["Cache-Control"]) == (content_type, "private, no-store")
    assert b"".join(response.streaming_content) != b""


def test_links_of_the_deck_lead_to_this_site(adas: Client, vault: Vault) -> None:
    with ZipFile(BytesIO(body_of(adas, "apkg"))) as package:
        assert b"http://testserver/notes/terms/#" in package.read("collection.anki2")


def test_download_holds_only_what_is_ones_own(adas: Client, ada: Learner, vault: Vault) -> None:
    answer(make_learner("bob"), question_of(vault, "Role", "recognise"))
    answer(ada, question_of(vault, "User", "recognise"))

    archive = json.loads(body_of(adas, "json"))

    assert [card["subject"] for card in archive["cards"]] == ["User"]
    assert body_of(adas, "log").count(b"\r\n") == 2


def test_unknown_format_is_not_found(adas: Client, vault: Vault) -> None:
    assert adas.get(f"{PAGE}exe/").status_code == 404


@pytest.mark.parametrize("answered", [["Role"], ["Role", "User", "Group"]])
def test_download_asks_as_often_for_one_card_as_for_three(
    adas: Client,
    ada: Learner,
    vault: Vault,
    answered: list[str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for subject in answered:
        answer(ada, question_of(vault, subject, "recognise"))

    with django_assert_num_queries(10):
        body_of(adas, "json")


# In


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """Where uploads wait."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    return settings.DATA_DIR / "incoming"


def upload(client: Client, body: object, name: str = "mine.json") -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def archive_of_ada(ada: Learner, vault: Vault) -> dict[str, Any]:
    """What she takes along before she leaves this machine."""
    answer(ada, question_of(vault, "Role", "recognise"))
    archive = archive_of(ada, vault)
    ada.delete()
    return archive


def waiting(folder: Path) -> int:
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_upload_says_what_it_would_do_and_does_nothing(
    client: Client, ada: Learner, vault: Vault, data_folder: Path
) -> None:
    page = upload(client, archive_of_ada(ada, vault)).content.decode()

    assert "<dt>1</dt> <dd>new card</dd>" in page
    assert f'action="{PAGE}in/"' in page
    assert (Learner.objects.count(), Review.objects.count(), waiting(data_folder)) == (0, 0, 1)


def test_confirming_brings_it_in_once_and_makes_a_guest(
    client: Client, ada: Learner, vault: Vault, data_folder: Path
) -> None:
    upload(client, archive_of_ada(ada, vault))

    first = client.post(f"{PAGE}in/", follow=True)
    second = client.post(f"{PAGE}in/")

    guest = Learner.objects.get()
    assert first.redirect_chain == [(PAGE, 302)]
    assert "Brought in" in first.content.decode()
    assert "no file is waiting any longer" in second.content.decode().lower()
    assert (guest.is_guest, Review.objects.filter(card__learner=guest).count()) == (True, 1)
    assert waiting(data_folder) == 0


def test_report_of_what_was_done_is_shown_once(client: Client, ada: Learner, vault: Vault) -> None:
    upload(client, archive_of_ada(ada, vault))
    client.post(f"{PAGE}in/")

    pages = [client.get(PAGE).content.decode() for _ in range(2)]

    assert ["Brought in" in page for page in pages] == [True, False]


def test_file_that_is_left_is_forgotten(
    client: Client, ada: Learner, vault: Vault, data_folder: Path
) -> None:
    upload(client, archive_of_ada(ada, vault))

    client.post(f"{PAGE}in/", {"forget": ""})

    assert (waiting(data_folder), Learner.objects.count()) == (0, 0)


def test_next_upload_takes_the_place_of_one_that_waits(
    client: Client, ada: Learner, vault: Vault, data_folder: Path
) -> None:
    archive = archive_of_ada(ada, vault)

    upload(client, archive)
    upload(client, archive)

    assert waiting(data_folder) == 1


def test_upload_nobody_came_back_for_goes_after_an_hour(
    client: Client, ada: Learner, vault: Vault, data_folder: Path
) -> None:
    archive = archive_of_ada(ada, vault)
    upload(client, archive)
    (old,) = data_folder.iterdir()
    os.utime(old, (0, 0))

    upload(Client(), archive)

    assert not old.exists()
    assert waiting(data_folder) == 1


def test_file_that_waits_belongs_to_one_session(client: Client, ada: Learner, vault: Vault) -> None:
    upload(client, archive_of_ada(ada, vault))

    page = Client().post(f"{PAGE}in/").content.decode()

    assert "No file is waiting any longer" in page
    assert Learner.objects.count() == 0


def test_file_meant_for_another_vault_does_not_come_in(
    adas: Client, ada: Learner, vault: Vault, tmp_path: Path
) -> None:
    answer(make_learner("bob"), question_of(vault, "Role", "recognise"))
    upload(adas, archive_of(Learner.objects.get(username="bob"), vault))
    other = make_vault(tmp_path / "other", Terms=TERMS)
    other.owner = ada
    other.save()
    adas.post("/vaults/choose/", {"vault": other.pk})

    page = adas.post(f"{PAGE}in/").content.decode()

    assert "Another vault is open now" in page
    assert Review.objects.filter(card__learner=ada).count() == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"hello", "This is no file that can be read here"),
        (b'{"a": }', "<code>line 1, column 7</code>: from here on this is not JSON"),
        (b"PK\x03\x04", "This package is damaged"),
    ],
)
def test_refused_file_is_explained_and_not_kept(
    client: Client, vault: Vault, data_folder: Path, body: bytes, said: str
) -> None:
    page = upload(client, body).content.decode()

    assert said in page
    assert waiting(data_folder) == 0


def test_form_without_a_file_is_explained(client: Client, vault: Vault) -> None:
    assert "No file was chosen" in client.post(PAGE).content.decode()


def test_full_disk_is_explained(client: Client, ada: Learner, vault: Vault, settings: Settings) -> None:
    settings.KEPT_FREE_BYTES = 1 << 62

    assert "This site has no room" in upload(client, archive_of_ada(ada, vault)).content.decode()


def test_name_of_a_file_is_only_text(client: Client, ada: Learner, vault: Vault) -> None:
    page = upload(client, archive_of_ada(ada, vault), "<b>x</b>.json").content.decode()

    assert "<b>x" not in page


def test_get_of_the_confirmation_is_refused(client: Client, vault: Vault) -> None:
    assert client.get(f"{PAGE}in/").status_code == 405
