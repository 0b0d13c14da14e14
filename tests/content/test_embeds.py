# ruff: noqa: E501 (HTML reads better unbroken)
"""Notes, sections and blocks shown within the page of another note."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content import queries
from content.models import Note
from content.obsidian.limits import MAX_EMBED_DEPTH, MAX_EMBEDS
from tests.conftest import WriteVault

ROLES = (
    "# Roles\nIntro[^1] [[#Use]].\n\n## Use\nUsed by `s3:GetObject`.\n### Deep\n[[Keys]] ^deep\n## Other\n"
    "1. one\n2. two ^two\n\n[^1]: Note.\n"
)


def body_of(write_vault: WriteVault, notes: dict[str, str], path: str = "Here.md") -> str:
    """The stored page of a note, without minted ids and line breaks between tags."""
    write_vault(notes)
    html = queries.stored_html(Note.objects.select_related("vault").get(path=path))
    return re.sub(r">\n", ">", re.sub(r' id="b-[0-9a-f]{8}"', "", html))


def embed(href: str, shown: str, inside: str) -> str:
    return f'<div class="embed"><a class="wikilink" href="{href}">{shown}</a><div class="embed-body">{inside}</div></div>'


def test_section_is_shown_with_its_heading_and_no_ids(write_vault: WriteVault) -> None:
    html = body_of(write_vault, {"a/Roles.md": ROLES, "a/Keys.md": "", "Here.md": "![[Roles#Use]]"})

    assert html == embed(
        "/notes/a/roles/#use",
        "Roles &gt; Use",
        '<div class="section-head"><h3>Use</h3></div><p>Used by <!--slot:term:s3:GetObject-->.</p>'
        '<div class="section-head"><h4>Deep</h4></div><p><a class="wikilink" href="/notes/a/keys/">Keys</a></p>',
    )


@pytest.mark.parametrize(
    ("fragment", "inside"),
    [
        ("^deep", '<p><a class="wikilink" href="/notes/roles/">Keys</a></p>'),
        ("^two", '<ol start="2"><li>two</li></ol>'),
        ("Use#Deep", '<div class="section-head"><h4>Deep</h4></div><p><a class="wikilink" href="/notes/roles/">Keys</a></p>'),
    ],
)  # fmt: skip
def test_block_or_chain_is_shown_alone(write_vault: WriteVault, fragment: str, inside: str) -> None:
    html = body_of(
        write_vault,
        {"Roles.md": ROLES.replace("[[Keys]]", "[[Roles|Keys]]"), "Here.md": f"![[Roles#{fragment}|x]]"},
    )

    inside = inside.replace('href="/notes/roles/"', 'href="/notes/roles/#"')
    assert re.sub(r'(<div class="embed"><a class="wikilink" href=")[^"]*', r"\1", html) == embed(
        "", "x", inside
    )


def test_links_within_the_embedded_note_lead_to_it(write_vault: WriteVault) -> None:
    html = body_of(write_vault, {"Roles.md": ROLES, "Keys.md": "", "Here.md": "![[Roles]]"})

    assert re.findall(r'href="([^"]*)"', html) == [
        "/notes/roles/", "/notes/roles/#fn:1", "/notes/roles/#use", "/notes/keys/", "/notes/roles/#fnref:1"
    ]  # fmt: skip
    assert ' id="' not in html


def test_links_are_resolved_from_where_the_embedded_note_lies(write_vault: WriteVault) -> None:
    notes = {"a/N.md": "[[X]] ![[X]]", "a/X.md": "in a", "b/X.md": "in b", "b/Here.md": "![[a/N]]"}

    html = body_of(write_vault, notes, "b/Here.md")

    assert "in a" in html
    assert html.count('href="/notes/a/x/"') == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n![[T]]\nb", "<p>a</p>{}<p>b</p>"),
        ("a ![[T]] **b** ![[T]]", "<p>a </p>{}<p> <strong>b</strong> </p>{}"),
        ("- a ![[T]]\n\t- b", "<ul><li>a {}<ul><li>b</li></ul></li></ul>"),
        ("> ![[T]]", "<blockquote>{}</blockquote>"),
        ("|a|\n|-|\n|![[T]]|", None),
    ],
)
def test_embed_within_text_parts_its_paragraph(write_vault: WriteVault, text: str, html: str | None) -> None:
    page = body_of(write_vault, {"T.md": "t", "Here.md": text})

    shown = embed("/notes/t/", "T", "<p>t</p>")
    assert shown in page
    assert html is None or page == html.replace("{}", shown)


@pytest.mark.parametrize("text", ["## ![[T]]", "> [!tip] ![[T]]", "**![[T]]**", "a^[![[T]]]"])
def test_embed_where_no_block_can_stand_is_a_link(write_vault: WriteVault, text: str) -> None:
    page = body_of(write_vault, {"T.md": "hidden", "Here.md": text})

    assert '<a class="wikilink" href="/notes/t/">T</a>' in page
    assert "slot:embed" not in page


def test_circle_is_cut_at_the_second_visit(write_vault: WriteVault) -> None:
    html = body_of(write_vault, {"Here.md": "here\n\n![[B]]", "B.md": "b\n\n![[Here]]"})

    again = '<div class="embed"><a class="wikilink" href="/notes/here/">Here</a><span class="embed-note"> is shown above.</span></div>'
    assert html == "<p>here</p>" + embed("/notes/b/", "B", f"<p>b</p>{again}")


def test_section_of_the_note_itself_is_shown(write_vault: WriteVault) -> None:
    html = body_of(write_vault, {"Here.md": "![[#A]]\n## A\na [[#A]]"})

    shown = '<div class="section-head"><h2>A</h2></div><p>a <a class="wikilink" href="#a">A</a></p>'
    assert html.startswith(embed("#a", "A", shown))


def test_embed_of_what_is_not_there_stays_a_link(write_vault: WriteVault) -> None:
    html = body_of(write_vault, {"T.md": "hidden", "Here.md": "![[T#Gone]]"})

    assert html == (
        '<div class="embed"><a class="wikilink" href="/notes/t/" title="The note has no such heading or block">'
        "T &gt; Gone</a></div>"
    )


def test_policy_of_another_note_opens_in_the_sandbox_from_there(write_vault: WriteVault) -> None:
    policy = '```json\n{"Statement": []}\n```\n'

    html = body_of(write_vault, {"P.md": policy, "Here.md": "![[P]]"})

    assert re.findall(r'href="(/sandbox/[^"]*)"', html) == [
        f"/sandbox/?note=p&amp;policy={anchor}" for anchor in re.findall("b-[0-9a-f]{8}", html)
    ]
    assert html.count("/sandbox/") == 1


def test_depth_and_number_are_bounded(write_vault: WriteVault) -> None:
    chain = {f"N{at}.md": f"text {at}\n\n![[N{at + 1}]]" for at in range(MAX_EMBED_DEPTH + 5)}
    wide = {"W.md": "leaf", "Wide.md": "![[W]]\n\n" * (MAX_EMBEDS + 5)}
    doubling = {
        f"D{at}.md": f"![[D{at + 1}]]\n\n![[D{at + 1}#A]]\n## A\n![[D{at + 1}]]\n" for at in range(12)
    }

    write_vault({**chain, **wide, **doubling})

    pages = {
        path: queries.stored_html(Note.objects.select_related("vault").get(path=path))
        for path in ("N0.md", "Wide.md", "D0.md")
    }
    assert pages["N0.md"].count("<p>text") == MAX_EMBED_DEPTH
    assert pages["Wide.md"].count("<p>leaf") == MAX_EMBEDS
    assert pages["D0.md"].count("embed-body") <= MAX_EMBEDS


def test_edit_of_an_embedded_note_is_seen_two_pages_away(client: Client, write_vault: WriteVault) -> None:
    notes = {"Here.md": "![[B]]", "B.md": "![[C]]", "C.md": "old words"}
    assert "old words" in body_of(write_vault, notes)

    assert "new words" in body_of(write_vault, {"C.md": "new words"})
    assert "new words" in client.get("/notes/here/").content.decode()


def test_page_with_embeds_needs_no_further_query(client: Client, write_vault: WriteVault) -> None:
    write_vault({"Plain.md": "a", "Here.md": "![[B]] ![[C]]", "B.md": "![[C]]", "C.md": "c"})
    assert queries_of(client, "/notes/here/") == queries_of(client, "/notes/plain/")


def queries_of(client: Client, path: str) -> int:
    # Rendered by the first visit, put together for all by the second.
    client.get(path)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_sound_is_played_and_a_paper_handed_over(
    client: Client, write_vault: WriteVault, tmp_path: Path
) -> None:
    for name in ("a.mp3", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    html = body_of(write_vault, {"Here.md": "![[a.mp3]]\n\n![[b.pdf#page=2]]"})

    sound, paper = client.get("/files/a.mp3"), client.get("/files/b.pdf")

    assert 'src="/files/a.mp3"' in html
    assert 'href="/files/b.pdf#page=2"' in html
    assert (sound["Content-Type"], paper["Content-Type"]) == ("audio/mpeg", "application/octet-stream")
    assert paper["Content-Disposition"] == 'attachment; filename="b.pdf"'
    sound.close()
    paper.close()
