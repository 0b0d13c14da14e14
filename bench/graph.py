"""The graph of notes: laying it out, once for each state of a vault, and the page that shows it."""

import os
import tempfile
from pathlib import Path
from typing import Any

from bench.timing import time_in_turn, time_once
from bench.vaults import write_vault
from content.layout import Edge, place_notes, title_levels
from content.obsidian.scanning import scan_note

SIZES = {300: "goal: under 1 s", 600: "the most that a page shows", 2000: "goal: a few seconds"}
PAGE_NOTES = 300


def run() -> None:
    print("graph: generated notes, eight links each; CPU seconds")
    for count, limit in SIZES.items():
        folders, titles, edges = read_links(count)
        seconds = time_once(lambda: lay_out(folders, titles, edges))  # noqa: B023 - called at once
        print(f"{f'layout of {count} notes with {len(edges)} links':<58} {seconds:9.3f} s    ({limit})")
    with tempfile.TemporaryDirectory() as root:
        write_vault(Path(root), PAGE_NOTES)
        measure_page(root)


def read_links(count: int) -> tuple[list[str], list[str], list[Edge]]:
    """Folder and title of so many generated notes, and which of them are linked."""
    with tempfile.TemporaryDirectory() as root:
        write_vault(Path(root), count)
        files = sorted(Path(root).rglob("*.md"))
        numbers = {file.stem: number for number, file in enumerate(files)}
        links = {
            (numbers[file.stem], numbers[link.target])
            for file in files
            for link in scan_note(file.read_text(encoding="utf-8"), file.stem).links
        }
    edges = {(min(link), max(link)) for link in links if link[0] != link[1]}
    return [file.parent.name for file in files], list(numbers), sorted(edges)


def lay_out(folders: list[str], titles: list[str], edges: list[Edge]) -> None:
    title_levels(place_notes(folders, edges), titles, [5.0] * len(titles))


def measure_page(root: str) -> None:
    """Reads a vault into a database in memory and asks for its graph as a browser does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.test import Client
    from django.test.utils import override_settings, setup_databases, teardown_databases

    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(VAULT_ROOT=Path(root), ALLOWED_HOSTS=["testserver"]):
            ask_for_page(Client(headers={"accept-encoding": "gzip"}))
    finally:
        teardown_databases(old, verbosity=0)


def ask_for_page(client: Any) -> None:
    from content.domain import sync_vault
    from content.models import Vault

    sync_vault(Vault.objects.current())
    first = time_once(lambda: client.get("/graph/"))
    again = time_in_turn({"page": lambda: client.get("/graph/")})["page"]
    size = len(client.get("/graph/").content)
    print(f"{f'page of {PAGE_NOTES} notes with its layout, then kept':<58} {first:9.3f} s, then {again:.3f}")
    print(f"{f'page of {PAGE_NOTES} notes as sent, picture and list':<58} {size:9} B    (goal: 30,000)")
