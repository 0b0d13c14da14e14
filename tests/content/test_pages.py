from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import Note
from content.obsidian.limits import MAX_NOTE_BYTES
from tests.conftest import WriteVault

VAULT = {
    "Index.md": "Begin with [[Roles]].",
    "folder/Roles.md": "# Roles\n\n## Who\n\nA role trusts [[Index|the index]]. ![[missing.png]]\n\nSee [[Nobody]].",
}


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_vault_opens_at_its_index(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)

    response = client.get("/notes/")

    assert (response.status_code, response["Location"]) == (302, "/notes/index/")


def test_note_shows_links_missing_things_and_backlinks(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)

    page = read(client, "/notes/folder/roles/")

    assert '<a class="wikilink" href="/notes/index/">the index</a>' in page
    assert '<span class="unresolved" title="No note has this name yet">Nobody</span>' in page
    assert "<code>missing.png</code> is not in this vault." in page
    backlinks = page[page.index('id="back"') :]
    assert '<a href="/notes/index/">Index</a>' in backlinks
    assert "Begin with <mark>Roles</mark>." in backlinks


def test_page_is_stored_and_rendered_anew_when_a_link_gets_its_end(
    client: Client, write_vault: WriteVault
) -> None:
    write_vault(VAULT)
    read(client, "/notes/folder/roles/")
    stored = Note.objects.get(slug="folder/roles")
    assert "unresolved" in stored.html

    write_vault({"Nobody.md": "somebody after all"})

    assert '<a class="wikilink" href="/notes/nobody/">Nobody</a>' in read(client, "/notes/folder/roles/")


def test_stored_page_costs_two_queries(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)
    read(client, "/notes/folder/roles/")

    with CaptureQueriesContext(connection) as captured:
        read(client, "/notes/folder/roles/")

    # The note with its page, and the links that lead here; the rest belongs to the session.
    of_notes = [query["sql"] for query in captured if "content_" in query["sql"]]
    assert len(of_notes) == 2, of_notes


def test_script_in_a_note_does_nothing(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "Before <script>alert(1)</script> <img src=x onerror=alert(1)> after"})

    page = read(client, "/notes/a/")

    article = page[page.index("<article") : page.index("</article>")]
    assert ("alert(1)</script>" in article, "onerror" in article) == (False, False)


def test_huge_note_names_the_limit(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "[" * (10 * MAX_NOTE_BYTES)})

    page = read(client, "/notes/a/")

    assert "larger than 1024 KiB" in page


def test_notes_that_link_in_circles_render(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "![[B]] [[B]]", "B.md": "![[A]] [[A]]"})

    assert read(client, "/notes/a/")
    assert read(client, "/notes/b/")


def test_empty_vault_says_where_notes_go(client: Client, write_vault: WriteVault, tmp_path: object) -> None:
    write_vault({})

    assert f"There are no notes in <code>{tmp_path}</code>" in read(client, "/notes/")


def test_unknown_note_is_a_styled_404(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)

    response = client.get("/notes/nowhere/")

    assert response.status_code == 404
    assert b"There is no such page." in response.content


def test_nul_in_a_slug_never_reaches_the_database(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)
    asked: list[object] = []

    def note_values(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        asked.extend(params)
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note_values):
        responses = [client.get("/notes/index%00/"), client.post("/place/", {"note": "index\0"})]

    assert [response.status_code for response in responses] == [404, 404]
    assert not any("\0" in str(value) for value in asked)


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "..%2Fsecret.txt", "/etc/passwd", "notes.txt/../../secret.txt", "%00", "a%00.png"],
)
def test_files_outside_the_vault_are_not_served(
    client: Client, write_vault: WriteVault, path: str, tmp_path: object
) -> None:
    write_vault(VAULT)
    (tmp_path.parent / "secret.txt").write_text("leaks")

    assert client.get(f"/files/{path}").status_code == 404


def test_file_that_links_to_itself_is_not_there(
    client: Client, write_vault: WriteVault, tmp_path: Path
) -> None:
    (tmp_path / "loop.png").symlink_to("loop.png")
    vault = write_vault(VAULT)

    assert vault.files == ["loop.png"]
    assert client.get("/files/loop.png").status_code == 404


def test_files_that_could_not_be_read_are_named_below_the_tree(
    client: Client, write_vault: WriteVault, tmp_path: Path
) -> None:
    (tmp_path / "Loop <b>.md").symlink_to("Loop <b>.md")
    (tmp_path / "linked").symlink_to(tmp_path)
    write_vault(VAULT)

    page = read(client, "/notes/index/")

    assert "<summary>2 files could not be read</summary>" in page
    assert "<code>Loop &lt;b&gt;.md</code> this file could not be read: it links to itself" in page
    assert '<code>linked</code> a link to a folder is not followed <span class="muted">copy the' in page


def test_vault_that_was_read_whole_names_no_problem(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)

    assert "could not be read" not in read(client, "/notes/index/")


def test_image_of_the_vault_is_shown_and_other_files_are_handed_over(
    client: Client, write_vault: WriteVault, tmp_path: object
) -> None:
    (tmp_path / "pic.png").write_bytes(b"\x89PNG")
    (tmp_path / "page.html").write_text("<script>alert(1)</script>")
    write_vault({"A.md": "![[pic.png]]"})

    image, page = client.get("/files/pic.png"), client.get("/files/page.html")

    assert (image["Content-Type"], b"".join(image.streaming_content)) == ("image/png", b"\x89PNG")
    assert page["Content-Type"] == "application/octet-stream"
    assert page["Content-Disposition"].startswith("attachment")
    page.close()


def test_front_page_leads_back_to_the_heading_last_read(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)
    read(client, "/notes/folder/roles/")
    client.post("/place/", {"note": "folder/roles", "anchor": "who"})

    page = read(client, "/")

    assert '<a href="/notes/folder/roles/#who">Roles, “Who”</a>' in page


def test_place_with_a_forged_anchor_keeps_only_the_note(client: Client, write_vault: WriteVault) -> None:
    write_vault(VAULT)
    read(client, "/notes/folder/roles/")

    client.post("/place/", {"note": "folder/roles", "anchor": '"><script>'})

    assert '<a href="/notes/folder/roles/">Roles</a>' in read(client, "/")


def test_report_of_a_page_that_was_left_does_not_replace_the_next_note(
    client: Client, write_vault: WriteVault
) -> None:
    write_vault(VAULT)
    read(client, "/notes/folder/roles/")
    read(client, "/notes/index/")

    response = client.post("/place/", {"note": "folder/roles", "anchor": "who"})

    assert response.status_code == 204
    assert '<a href="/notes/index/">Index</a>' in read(client, "/")
