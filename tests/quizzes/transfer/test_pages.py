"""The page of what goes out and what comes in."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from content.models import Vault
from people.models import Learner
from quizzes.transfer.exports import FORMATS
from tests.factories import answer, make_learner, question_of
from tests.quizzes.notes import TERMS

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
