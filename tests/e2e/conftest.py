"""A real browser against the live server. Without Chromium these tests skip, unless CI requires them."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import ConsoleMessage, Page

from content.domain import sync_vault
from content.models import Vault

# Playwright's sync interface runs an event loop in this thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDTHS = (320, 390, 1280)
AXE_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
            if not Path(CHROMIUM).exists() and os.environ.get("IAMSTUDY_BROWSER") != "required":
                item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    # Without motion: colours are not measured while a fragment fades in.
    return browser_context_args | {"reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database in a file, as the site has: one in memory refuses a second request while one writes."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"] = database.get("TEST", {}) | {
            "NAME": str(tmp_path_factory.mktemp("db") / "e2e.sqlite3")
        }


@pytest.fixture(scope="session")
def copies() -> Iterator[list[sqlite3.Connection]]:
    """Where the database is kept once the shipped vault has been read, for all later tests."""
    kept: list[sqlite3.Connection] = []
    yield kept
    for copy in kept:
        copy.close()


@pytest.fixture
def vault(transactional_db: None, copies: list[sqlite3.Connection]) -> Vault:
    """The shipped vault, read into the database: by a sync for the first test, then from a copy."""
    connection.ensure_connection()
    if copies:
        copies[0].backup(connection.connection)
        return Vault.objects.current()
    vault = Vault.objects.current()
    assert vault.root == str(settings.SHIPPED_VAULT)
    sync_vault(vault)
    if connection.vendor == "sqlite":
        copies.append(sqlite3.connect(":memory:"))
        connection.connection.backup(copies[0])
    return vault


@pytest.fixture
def page(page: Page, vault: Vault) -> Iterator[Page]:
    """A page that fails its test on any word in the console: that is how a broken CSP shows."""
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    # A note that is left reports its place; the database is emptied only when the server has answered.
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert faults == []


def find_axe_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and first element."""
    violations = Axe().run(page, options=AXE_RULES).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in violations]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def look(page: Page) -> list[str]:
    """What is amiss with the page at each width in each theme."""
    faults = []
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{theme} {width}: {fault}" for fault in find_axe_faults(page)]
            if is_too_wide(page):
                faults.append(f"{theme} {width}: too wide")
    page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
    return faults
