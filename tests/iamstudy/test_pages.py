from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from iamstudy.views import PAGES_OF_FORMS
from tests.conftest import WriteVault

TERMS = """## Terms

- **Alpha** → the first letter of the Greek alphabet
- **Omega** → the final letter of the Greek alphabet
"""


def test_front_page_of_a_visitor_offers_three_loops_and_makes_no_learner(
    client: Client, write_vault: WriteVault, django_user_model: type
) -> None:
    write_vault({"A.md": TERMS})

    page = client.get("/").content.decode()

    assert [name in page for name in ("Read</h3>", "Recall</h3>", "Prove</h3>")] == [True, True, True]
    assert "new facts are ready" in page
    assert django_user_model.objects.count() == 0


def test_front_page_of_an_empty_vault_names_the_next_step(client: Client, write_vault: WriteVault) -> None:
    write_vault({})

    page = client.get("/").content.decode()

    assert "No questions yet." in page
    assert 'href="/notes/"' in page


def test_theme_is_remembered_and_written_by_the_server(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})

    response = client.post("/theme/", {"theme": "dark", "next": "/recall/"})

    assert (response.status_code, response["Location"]) == (302, "/recall/")
    assert b'<html lang="en" data-theme="dark">' in client.get("/").content


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_theme_form_leads_nowhere_else(client: Client, address: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": address})["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/recall/answer/?note=a", "/recall/?note=a"),
        ("http://testserver/sandbox/new/", "/sandbox/"),
        ("/theme/", "/"),
        ("/no/such/page/", "/no/such/page/"),
        ("word", "word"),
    ],
)
def test_theme_form_leads_to_a_page_and_not_to_a_form(client: Client, address: str, page: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": address})["Location"] == page


def test_every_address_that_only_takes_forms_has_its_page(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})

    refused = {name for name, address in addresses() if client.get(address).status_code == 405}

    assert refused - set(PAGES_OF_FORMS) == set()
    assert "content:keep_place" in refused


def addresses(patterns: Iterable[Any] | None = None, room: str = "") -> Iterator[tuple[str, str]]:
    """The name and an address of all the site answers to."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{pattern.namespace}:")
        else:
            arguments = dict.fromkeys(pattern.pattern.converters, "1")
            yield f"{room}{pattern.name}", reverse(f"{room}{pattern.name}", kwargs=arguments)


def test_form_address_opened_as_a_page_explains_itself(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})

    response = client.get("/theme/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b"There is no page to open here." in response.content
    assert "default-src" in response["Content-Security-Policy"]


def test_policy_allows_nothing_unsafe(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})

    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_and_fragments_are_told_apart_by_caches(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})

    assert "HX-Request" in client.get("/recall/")["Vary"]


def test_form_without_token_explains_itself(write_vault: WriteVault) -> None:
    write_vault({"A.md": TERMS})
    client = Client(enforce_csrf_checks=True)

    response = client.post("/theme/", {"theme": "dark"})

    assert response.status_code == 403
    assert b"That form is out of date." in response.content


def test_broken_site_shows_a_page_that_needs_nothing(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.iamstudy.broken_urls"
    client.raise_request_exception = False

    response = client.get("/break/")

    assert response.status_code == 500
    assert b"Something broke on our side." in response.content


@pytest.mark.django_db
def test_health_answers_ok(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_foreign_host_name_gets_a_page_that_says_so() -> None:
    response = Client(SERVER_NAME="elsewhere.example").get("/")

    assert response.status_code == 400
    assert 'class="wordmark"' in response.content.decode()
