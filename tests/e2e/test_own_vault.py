"""A vault of one's own: a folder is chosen, packed in the browser, read, and removed again."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from content.models import Vault
from tests.content.zips import make_zip
from tests.e2e.conftest import find_axe_faults, is_too_wide

NOTES = {
    "Index.md": "My own words on [[Zürich]] and [[STS]].\n\n- **Alpha** → the first letter of the Greek alphabet\n",
    "deep/Zürich.md": "A city. ![[missing.png]]",
    ".obsidian/workspace.json": "{}",
    "run.sh": "rm",
}


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A folder of notes on the visitor's machine."""
    settings.UPLOADED_VAULTS = tmp_path / "data" / "vaults"
    folder = tmp_path / "My notes"
    for path, text in NOTES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_folder_is_uploaded_chosen_read_and_removed(
    live_server: LiveServer, page: Page, folder: Path
) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Bring your own notes").click()
    page.get_by_label("Folder of your notes").set_input_files(folder)
    page.get_by_role("button", name="Upload and read it").click()

    expect(page.get_by_role("heading", name="My notes")).to_be_visible()
    vault = Vault.objects.exclude(owner=None).get()
    assert set(vault.notes.values_list("path", flat=True)) == {"Index.md", "deep/Zürich.md"}
    expect(page.get_by_text("1 file left out")).to_be_visible()
    assert find_axe_faults(page) == []

    page.get_by_role("button", name="Read on My notes").click()
    expect(page.locator("article")).to_contain_text("My own words")
    page.locator("article a.wikilink", has_text="Zürich").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zürich")

    page.goto(f"{live_server.url}/health/")
    expect(page.locator(".health-list").first).to_contain_text("STS wanted by 1 note")
    assert find_axe_faults(page) == []

    page.goto(f"{live_server.url}/vaults/")
    page.get_by_role("button", name="Open IAM notes").click()
    expect(page.locator("article")).not_to_contain_text("My own words")
    page.goto(f"{live_server.url}/vaults/")
    page.get_by_text("Rename, replace or remove").click()
    page.get_by_role("link", name="Remove this vault").click()
    assert find_axe_faults(page) == []
    page.get_by_role("button", name="Remove it for good").click()
    expect(page.get_by_role("heading", name="My notes")).to_have_count(0)
    assert list((folder.parent / "data" / "vaults").iterdir()) == []


def test_folder_that_is_too_large_is_not_sent(
    live_server: LiveServer, page: Page, folder: Path, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 50
    page.goto(f"{live_server.url}/vaults/")
    page.get_by_label("Folder of your notes").set_input_files(folder)
    page.get_by_role("button", name="Upload and read it").click()

    expect(page.locator("[data-upload-status]").last).to_contain_text("That folder has 3 files")
    expect(page.get_by_role("button", name="Upload and read it")).not_to_have_attribute("aria-busy", "true")
    assert not Vault.objects.exclude(owner=None).exists()


def test_refused_zip_is_explained_where_focus_goes(
    live_server: LiveServer, page: Page, folder: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(make_zip({"A.md": "one", "../B.md": "two"}).getvalue())
    page.goto(f"{live_server.url}/vaults/")
    page.get_by_label("zip of it").set_input_files(bad)
    page.get_by_role("button", name="Upload and read it").click()

    expect(page.locator("#refused")).to_be_focused()
    expect(page.locator("#refused")).to_contain_text("../B.md: this path leads out of the folder")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_pass_axe(live_server: LiveServer, page: Page, folder: Path, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/vaults/")
    page.get_by_label("Folder of your notes").set_input_files(folder)
    page.get_by_role("button", name="Upload and read it").click()
    page.get_by_text("Rename, replace or remove").click()
    faults = find_axe_faults(page) + (["wider than the window"] if is_too_wide(page) else [])
    page.goto(f"{live_server.url}/health/")
    faults += find_axe_faults(page) + (["health is wider than the window"] if is_too_wide(page) else [])

    assert faults == []


def test_zip_is_uploaded_without_scripts(
    live_server: LiveServer, browser: object, vault: Vault, folder: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    packed = folder.parent / "My notes.zip"
    packed.write_bytes(make_zip({f"My notes/{path}": text for path, text in NOTES.items()}).getvalue())

    page.goto(f"{live_server.url}/vaults/")
    expect(page.get_by_label("Folder of your notes")).to_be_hidden()
    page.get_by_label("A zip of it").set_input_files(packed)
    page.get_by_role("button", name="Upload and read it").click()
    page.get_by_role("button", name="Read on My notes").click()

    expect(page.locator("article")).to_contain_text("My own words")
    context.close()
