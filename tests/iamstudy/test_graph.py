import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from content.models import Vault
from tests.conftest import WriteVault
from tests.factories import answer, make_learner, question_of

NOTES = {
    "Index.md": "[[Alpha]] [[Beta]] [[Gamma]]",
    "Greek/Alpha.md": "---\ntags: [letter/first]\n---\n- **Alpha** → the first letter of the alphabet\n\n[[Beta]]",
    "Greek/Beta.md": "---\ntags: [letter]\n---\n- **Beta** → the second letter of the alphabet",
    "Gamma.md": "[[Beta]]",
    "Alone.md": "No links.",
}


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def pictured(page: str) -> list[str]:
    """Titles in the picture that no filter fades."""
    return re.findall(
        r'<a href="[^"]+" tabindex="-1" transform="[^"]+"(?: class="is-centre")?>.*?>([^<]+)</text>', page
    )


def see(client: Client, query: str = "", **headers: str) -> str:
    return client.get(f"/graph/{query}", headers=headers).content.decode()


def test_list_is_the_equal_of_the_picture(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = see(client)

    assert listed(page) == ["Beta", "Alpha", "Gamma", "Index", "Alone"]
    assert sorted(pictured(page)) == sorted(listed(page))
    assert re.search(r'<path class="edges" d="(M\d+ \d+L\d+ \d+){5}"/>', page)
    assert "5 notes, 5 links between them." in page
    assert "Beta is linked most, from 3 notes." in page
    assert "1 stands alone." in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", ["Alone", "Alpha", "Beta", "Gamma", "Index"]),
        ("out", ["Index", "Alpha", "Gamma", "Beta", "Alone"]),
        ("mastery", ["Alpha", "Beta", "Index", "Gamma", "Alone"]),
        ("nonsense", ["Beta", "Alpha", "Gamma", "Index", "Alone"]),
    ],
)
def test_list_is_sorted_as_asked(
    client: Client, write_vault: WriteVault, sort: str, order: list[str]
) -> None:
    write_vault(NOTES)

    assert listed(see(client, f"?sort={sort}")) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=al", ["Alpha", "Alone"]),
        ("?q=BET", ["Beta"]),
        ("?folder=Greek", ["Beta", "Alpha"]),
        ("?folder=Gre", []),
        ("?tag=letter", ["Beta", "Alpha"]),
        ("?tag=letter/first", ["Alpha"]),
        ("?study=new", ["Beta", "Alpha"]),
        ("?study=due", []),
        ("?q=a&tag=letter&study=new", ["Beta", "Alpha"]),
    ],
)
def test_filters_narrow_list_and_picture_alike(
    client: Client, write_vault: WriteVault, query: str, found: list[str]
) -> None:
    write_vault(NOTES)

    page = see(client, query)

    assert listed(page) == found
    assert sorted(pictured(page)) == sorted(found)


def test_links_between_faded_notes_are_not_drawn(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = see(client, "?tag=letter")

    assert page.count('class="is-faded"') == 3
    assert re.search(r'<path class="edges" d="M\d+ \d+L\d+ \d+"/>', page)
    assert "2 notes found, 1 link between them." in page


def test_learner_sees_what_is_shaky_and_due_and_a_stranger_does_not(
    client: Client, write_vault: WriteVault
) -> None:
    vault = write_vault(NOTES)
    learner = make_learner()
    answer(learner, question_of(vault, "Alpha"), at=timezone.now() - timedelta(days=2))
    stranger = see(client)
    client.force_login(learner)

    page = see(client, "?study=due")

    assert listed(page) == ["Alpha"]
    assert 'data-mastery="learning" data-due' in page
    assert '<use href="#m-learning"/><use href="#m-due"/>' in page
    assert listed(see(client, "?study=weak")) == ["Alpha"]
    assert 'href="#m-due"/>' not in stranger


def test_graph_around_a_note_shows_what_it_is_linked_with(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    page = see(client, "?note=gamma")

    assert "Around <a" in page
    assert listed(page) == ["Beta", "Gamma", "Index"]
    assert listed(see(client, "?note=gamma&steps=2")) == ["Beta", "Alpha", "Gamma", "Index"]


def test_graph_around_no_note_of_this_vault_is_not_found(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)
    other = Vault.objects.create(name="Other", slug="other", root="/nowhere")
    other.notes.create(path="Secret.md", slug="secret", title="Secret")

    assert client.get("/graph/?note=secret").status_code == 404
    assert "Secret" not in see(client)


def test_note_links_to_its_graph(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    assert 'href="/graph/?note=greek/alpha"' in client.get("/notes/greek/alpha/").content.decode()


def test_filter_form_gets_the_part_and_a_step_back_the_page(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    part = see(client, hx_request="true")
    page = see(client, hx_request="true", hx_history_restore_request="true")

    assert part.lstrip().startswith('<div class="graph" id="graph">')
    assert page.startswith("<!doctype html>")


def test_empty_vault_says_so(client: Client, write_vault: WriteVault) -> None:
    write_vault({})

    assert "There are no notes here yet." in see(client)


def test_filters_that_nothing_passes_say_so(client: Client, write_vault: WriteVault) -> None:
    write_vault(NOTES)

    assert "No note is like that." in see(client, "?q=xyz")


def test_titles_are_text(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "---\ntitle: <script>x</script>\n---\n# <script>x</script>\n", "<b>B.md": ""})

    page = see(client, '?q="><script>')

    assert "<script>x" not in page
    assert "<b>" not in page
    assert '"><script>' not in page


def test_queries_do_not_grow_with_the_notes(
    client: Client, write_vault: WriteVault, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write_vault({"Greek/Alpha.md": NOTES["Greek/Alpha.md"]})
    client.get("/graph/")
    with django_assert_num_queries(5):
        client.get("/graph/")

    write_vault(NOTES)
    client.get("/graph/")
    with django_assert_num_queries(5):
        client.get("/graph/")


def test_page_of_300_notes_is_at_most_30_kilobytes(client: Client, write_vault: WriteVault) -> None:
    write_vault(
        {
            f"part {number % 20}/Note {number}.md": " ".join(
                f"[[Note {(number * step + step) % 300}]]" for step in range(2, 10)
            )
            for number in range(300)
        }
    )

    response = client.get("/graph/", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) <= 30_000
