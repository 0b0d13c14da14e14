"""Hostile vaults through the site itself: files on disk, index, stored pages, cards, lists."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from content.models import Vault
from tests.conftest import WriteVault
from tests.content.hostile.pages import Page, find_faults_of_whole, find_leaks
from tests.content.hostile.payloads import TEXTS
from tests.content.hostile.vaults import FILES, HIDDEN, ODD, make_vault

SEEDS = 40


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_pages_of_a_hostile_vault_do_nothing_of_their_own(
    seed: int, client: Client, write_vault: WriteVault, tmp_path: Path
) -> None:
    for name in (*FILES, f"deep/{TEXTS[seed % len(TEXTS)].replace('/', '').replace(chr(0), '')[:60]}.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\x89PNG")
    vault = write_vault(make_vault(seed))

    # Names that begin with a dot are hidden.
    assert vault.notes.count() >= 1
    assert [fault for url in urls_of(vault, seed) for fault in find_faults_at(client, url)] == []


def urls_of(vault: Vault, seed: int) -> Iterator[str]:
    """Pages that show something of a vault, asked for with hostile words."""
    word = TEXTS[seed % len(TEXTS)]
    yield from ("/", "/notes/", "/graph/", "/health/", "/vaults/")
    yield from (
        f"/search/?{urlencode({'q': asked})}" for asked in ("policy", "pwned", "tag:a", word, f'"{word}"')
    )
    for note in vault.notes.all():
        yield note.get_absolute_url()
        yield f"/graph/?{urlencode({'note': note.slug})}"
        yield f"/search/?{urlencode({'q': note.title})}"
        yield reverse("content:list_mentions", args=[note.slug])
        yield reverse("content:show_cheatsheet", args=[note.slug])
        yield reverse("content:list_backlinks", args=[note.slug])
        yield f"{reverse('content:list_backlinks', args=[note.slug])}?{urlencode({'at': word})}"
        preview = reverse("content:preview_note", args=[note.slug])
        yield from (preview, f"{preview}?{urlencode({'at': word})}")
        yield from (f"{preview}?{urlencode({'at': heading.anchor})}" for heading in note.places[:3])
        yield from (f"{preview}?{urlencode({'at': f'^{name}'})}" for name in note.block_ids[:3])


def find_faults_at(client: Client, url: str) -> list[str]:
    is_card = url.startswith("/preview/")
    response = client.get(url, follow=True, headers={"HX-Request": "true"} if is_card else {})
    html = response.content.decode()
    found = [] if response.status_code == 200 else [f"status {response.status_code}"]
    found += find_faults_of_whole(html)
    # Text of an odd note may be read; what is quoted beside it comes from others.
    if response.resolver_match.view_name == "content:read_note" and response.context["note"].path.startswith(
        ODD
    ):
        article = html[html.index("<article") : html.index("</article>")]
        found += [f"raw {leak}" for leak in find_leaks(f"{article}</article>")]
    found += ["shows a comment"] * (HIDDEN in html)
    return [f"{url}: {fault}" for fault in found]


def test_no_heading_takes_an_id_of_the_page_round_it(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": "x"})
    ids = list(Page(client.get("/notes/a/").content.decode()).ids)
    assert "main" in ids

    write_vault({"A.md": "\n".join(f"# {name}" for name in ids)})

    assert find_faults_of_whole(client.get("/notes/a/").content.decode()) == []
