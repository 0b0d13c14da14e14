import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.backlinks import FIRST_SHOWN, find_backlinks
from content.models import Note
from tests.conftest import WriteVault

ROLES = """# Roles

## Who may

A trusted caller. ^who

- an item ^item
	- below it

> [!note] A box
> text

^box
"""


def read(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def backlinks_in(page: str) -> str:
    return page[
        page.index('class="backlink-list"') : page.index("</section>", page.index('class="backlink-list"'))
    ]


def test_links_are_grouped_by_note_and_heading(write_vault: WriteVault) -> None:
    write_vault(
        {
            "Roles.md": ROLES,
            "B.md": "## Two\n\nSee [[Roles]]. Again [[Roles#Who may]].\n\n## Three\n\n![[Roles#^who]]",
            "A.md": "A [[Roles|role]] first.",
        }
    )

    groups = find_backlinks(Note.objects.get(slug="roles")).groups

    assert [
        (
            citer.note.title,
            [(place.heading, place.url, [line.sentence for line in place.lines]) for place in citer.places],
        )
        for citer in groups
    ] == [
        ("A", [("", "/notes/a/", ["A role first."])]),
        (
            "B",
            [
                ("Two", "/notes/b/#two", ["See Roles.", "Again Roles > Who may."]),
                ("Three", "/notes/b/#three", ["Roles > ^who"]),
            ],
        ),
    ]  # fmt: skip


def test_row_of_a_table_reads_as_its_cells(write_vault: WriteVault) -> None:
    write_vault(
        {
            "Roles.md": ROLES,
            "A.md": "| who | where |\n| --- | --- |\n| a caller | [[Roles#Who may\\|there]] |",
        }
    )

    [citer] = find_backlinks(Note.objects.get(slug="roles")).groups

    assert citer.places[0].lines[0].sentence == "a caller · there"


def test_embed_says_so_and_the_words_of_the_link_are_marked(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Roles.md": ROLES, "A.md": "## Here\n\nLook at [[Roles|them]]. ![[Roles]]"})

    page = backlinks_in(read(client, "/notes/roles/"))

    assert '<a href="/notes/a/#here">Here</a>' in page
    assert "Look at <mark>them</mark>." in page
    assert page.count("embedded") == 1


@pytest.mark.parametrize(
    ("fragment", "mark"),
    [("#^who", "A trusted caller."), ("#^item", "an item"), ("#^box", "text"), ("#Who may", "</h3>")],
)
def test_line_that_two_notes_cite_says_so_beside_it(
    client: Client, write_vault: WriteVault, fragment: str, mark: str
) -> None:
    write_vault({
        "Roles.md": ROLES,
        "A.md": f"[[Roles{fragment}]] and [[Roles{fragment}]] again",
        "B.md": f"![[Roles{fragment}]]",
        "C.md": "[[Roles]]",
    })  # fmt: skip

    page = read(client, "/notes/roles/")

    assert page.count('class="cite"') == 1
    assert re.search(
        re.escape(mark)
        + r'\s*<a class="cite" href="/backlinks/roles/\?at=[^"]+" data-card aria-label="2 notes cite this">2</a>',
        page,
    )


def test_citations_of_one_line_lead_to_those_links_alone(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Roles.md": ROLES, "A.md": "[[Roles#^who]]", "B.md": "[[Roles]]", "C.md": "[[Roles#^item]]"})

    page = read(client, "/backlinks/roles/?at=%5Ewho")
    part = read(client, "/backlinks/roles/?at=%5Ewho", **{"HX-Request": "true"})

    assert ('href="/notes/a/"' in page, 'href="/notes/b/"' in page, 'href="/notes/c/"' in page) == (
        True,
        False,
        False,
    )
    assert part.strip().startswith('<ul class="backlink-list">')
    assert client.get("/backlinks/nobody/").status_code == 404


def test_links_of_a_note_to_itself_are_no_backlinks(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Roles.md": ROLES + "\n[[#Who may]] [[Roles#^who]]"})

    page = read(client, "/notes/roles/")

    assert ("No other note links here yet." in page, 'class="cite"' in page) == (True, False)


def test_hub_shows_the_first_links_and_still_counts_who_cites_a_line(
    client: Client, write_vault: WriteVault
) -> None:
    others = {f"{number:03}.md": "[[Hub]]" for number in range(FIRST_SHOWN + 5)}
    write_vault(others | {"Hub.md": "Line ^one", "Z.md": "[[Hub#^one]]"})
    read(client, "/notes/hub/")

    with CaptureQueriesContext(connection) as captured:
        page = read(client, "/notes/hub/")

    assert len([query for query in captured if "content_" in query["sql"]]) == 2
    assert backlinks_in(page).count("<li><p><a") == FIRST_SHOWN
    assert f"Show all {FIRST_SHOWN + 6} links" in page
    assert 'aria-label="1 note cites this"' in page
    assert read(client, "/backlinks/hub/").count("<li><p><a") == FIRST_SHOWN + 6
