"""Hostile vaults in a real browser: nothing of a note runs, asks, loads from elsewhere or breaks the policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request
from pytest_django.live_server_helper import LiveServer

from content.models import Vault
from tests.conftest import WriteVault
from tests.content.hostile.vaults import FILES, make_vault

SEEDS = range(20)
# A picture that a note names by hand and nobody has is no fault of the site.
TOLERATED = "Failed to load resource: the server responded with a status of 404"

POKE = """() => {
    for (const summary of document.querySelectorAll("article summary")) summary.click();
    for (const element of document.querySelectorAll("article *")) {
        for (const type of ["mouseover", "mouseenter", "pointerover", "focusin", "toggle"])
            element.dispatchEvent(new Event(type, { bubbles: true }));
    }
    const leading = [...document.querySelectorAll("article a[href]")].map(link => link.protocol);
    return [window.__pwned ?? null, leading.filter(scheme => !["http:", "https:", "mailto:"].includes(scheme))];
}"""


@pytest.fixture
def watched(context: BrowserContext, live_server: LiveServer) -> Iterator[Page]:
    """A page that fails its test on a dialog, a word in the console, or a request to another host."""
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(TOLERATED):
            faults.append(f"console: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            faults.append(f"request: {request.url}")

    def note_dialog(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("console", note_message)
    context.on("request", note_request)
    context.on("dialog", note_dialog)
    page = context.new_page()
    context.on("page", lambda opened: faults.append(f"window: {opened.url}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.set_default_timeout(10_000)
    yield page
    # A page that is left reports the place, which must be over before the database is emptied.
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert faults == []


@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_vault_stays_still(
    seed: int, live_server: LiveServer, watched: Page, write_vault: WriteVault, tmp_path: Path
) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\x89PNG")
    vault: Vault = write_vault(make_vault(seed))

    for note in vault.notes.all():
        watched.goto(f"{live_server.url}{note.get_absolute_url()}", wait_until="networkidle")
        assert watched.evaluate(POKE) == [None, []]
        # Cards open after a short rest.
        watched.wait_for_timeout(400)
        assert watched.evaluate("window.__pwned ?? null") is None
