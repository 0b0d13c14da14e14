import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import WriteVault
from tests.factories import make_vault

HTMX = {"HX-Request": "true"}
NOTES = {
    "Boundaries.md": "---\ntags: [iam/policies]\n---\n## Where they apply\nA <b>group</b> has no boundary & never had.",
    "Groups.md": "A group. See [[Boundaries]].",
}


def test_page_shows_notes_and_their_headings_with_what_matched(
    client: Client, write_vault: WriteVault
) -> None:
    write_vault(NOTES)

    page = client.get("/search/", {"q": "boundary gro"}).content.decode()

    assert 'href="/notes/boundaries/#where-they-apply"' in page
    assert "<mark>gro</mark>up has no <mark>boundary</mark> &amp; never had." in "".join(page.split("\n"))
    assert 'role="status">' in page
    assert "1 note" in page


def test_fragment_is_the_list_and_the_count(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    response = client.get("/search/", {"q": "group"}, headers=HTMX)

    page = response.content.decode()
    assert response["Vary"].count("HX-Request") == 1
    assert page.strip().startswith('<div class="palette-results" id="results" data-answers="group">')
    assert 'hx-swap-oob="innerHTML"' in page
    assert "2 notes" in page
    assert "<html" not in page


def test_step_back_gets_the_whole_page(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = client.get("/search/", {"q": "group"}, headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert b"<html" in page.content


def test_script_in_query_and_note_is_shown_as_text(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "## <script>alert(1)</script>\n`<img src=x onerror=alert(2)>` evil"})

    page = client.get("/search/", {"q": '"><script>alert(3)</script> evil'}).content.decode()
    both = page + client.get("/search/", {"q": "evil"}).content.decode()

    assert [word for word in ("<script>alert", "<img src=x") if word in both] == []
    assert "evil</mark>" in both


def test_nothing_found_says_so(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = client.get("/search/", {"q": "absent"}).content.decode()

    assert "Nothing has all of that." in page
    assert "No results" in page


def test_empty_query_shows_tags_and_linked_notes(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = client.get("/search/").content.decode()

    assert 'href="/search/?q=tag:iam/policies"' in page
    assert 'href="/notes/boundaries/"' in page
    assert "1 link to it" in page


def test_empty_vault_has_a_search_page(client: Client, write_vault: WriteVault) -> None:
    write_vault({})

    assert [client.get("/search/", {"q": text}).status_code for text in ("", "a", "tag:x", "-x")] == [200] * 4


def test_tag_of_an_entrance_finds_its_notes(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = client.get("/search/?q=tag:iam/policies").content.decode()

    assert ('href="/notes/boundaries/"' in page, 'href="/notes/groups/"' in page) == (True, False)


def test_every_page_leads_to_the_search(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    assert 'href="/search/" data-shortcut="/"' in client.get("/notes/groups/").content.decode()


def test_queries_do_not_grow_with_the_notes(client: Client, write_vault: WriteVault) -> None:
    write_vault({"first.md": "same text", "second.md": "same text"})
    few = count_queries(client)
    write_vault({f"{number}.md": "same text" for number in range(9)})

    assert count_queries(client) == few


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", {"q": "same"}, headers=HTMX)
    return len(captured)


def test_results_are_of_the_open_vault_alone(
    client: Client, write_vault: WriteVault, tmp_path_factory: pytest.TempPathFactory
) -> None:
    make_vault(tmp_path_factory.mktemp("other"), Secret="hidden treasure")
    write_vault(NOTES)

    assert "Secret" not in client.get("/search/", {"q": "treasure"}).content.decode()
