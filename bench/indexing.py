"""The inside of a site's process: its vault is indexed, looked at again, edited, read; figures as JSON.

`python -m bench.indexing alone` leaves out what other rooms make of the notes, `rooms` has it all and goes on to
edits and pages, `render` renders every note.
"""

import json
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.site import (
    both_seconds_of,
    drop_from_cache,
    peak_memory,
    prepare_site,
    script_bytes,
    seconds_of,
)

EDITS = 9
PAGES = 40
RESCANS = 5

Figures = dict[str, Any]


def main() -> None:
    part = sys.argv[1]
    prepare_site(with_rooms=part != "alone")
    figures = render_all() if part == "render" else measure_index()
    if part == "rooms":
        figures |= measure_edits() | measure_pages()
    sys.stdout.write(f"\n{json.dumps(figures)}\n")


def measure_index() -> Figures:
    """Read and hash, then the index, both with files that no cache holds; then both ways to read again."""
    from content.domain import sync_vault
    from content.models import Vault

    vault = Vault.objects.current()
    files = sorted(Path(vault.root).rglob("*.md"))
    drop_from_cache(files)
    floor = both_seconds_of(lambda: read_and_hash(files))
    warm = min(both_seconds_of(lambda: read_and_hash(files)) for _ in range(3))
    drop_from_cache(files)
    index = both_seconds_of(lambda: sync_vault(vault))
    return {
        "notes": len(files),
        "bytes": sum(file.stat().st_size for file in files),
        "read cold": floor,
        "read warm": warm,
        "index": index,
        "index memory": peak_memory(),
        "rescan": median(seconds_of(lambda: sync_vault(vault)) for _ in range(RESCANS)),
    }


def read_and_hash(files: list[Path]) -> None:
    for file in files:
        blake2b(file.read_bytes()).digest()


def measure_edits() -> Figures:
    """Notes edited one by one: seconds until the index has it, and until each place that shows it does."""
    from content.models import Vault

    vault = Vault.objects.current()
    steps: dict[str, list[float]] = {}
    for number in range(EDITS + 1):
        for name, seconds in time_edit(vault, number).items():
            # The first edit warms up.
            steps.setdefault(name, []).extend([seconds] if number else [])
    medians = {name: median(values) for name, values in steps.items()}
    return {"edit": medians, "edit at most": max(map(sum, zip(*steps.values(), strict=True)))}


def time_edit(vault: Any, number: int) -> dict[str, float]:
    """Seconds of each step from a written file to what four places show of it."""
    from content.backlinks import find_backlinks
    from content.domain import sync_paths
    from content.models import Note
    from content.queries import page_html
    from content.search.query import parse_query
    from content.search.results import search

    embedder = vault.notes.get(path=f"Embedders/Embedder {number}.md")
    note = embedder.links.get(is_embed=True).target
    cited = vault.notes.exclude(pk=note.pk).order_by("-path")[number]
    word = f"quokka{number}"
    for shown in (note, embedder):
        page_html(shown)
    file = Path(vault.root) / note.path
    file.write_text(
        file.read_text(encoding="utf-8") + f"\nSee {word} in [[{cited.stem}]].\n", encoding="utf-8"
    )
    seen: dict[str, bool] = {}

    def look(name: str, shows: Callable[[], bool]) -> float:
        return seconds_of(lambda: seen.update({name: shows()}))

    steps = {"index": seconds_of(lambda: sync_paths(vault, [note.path]))}
    steps |= {
        "links": look("links", lambda: note.links.filter(target=cited, sentence__contains=word).exists()),
        "backlinks": look("backlinks", lambda: any(word in x.sentence for x in find_backlinks(cited).links)),
        "search": look("search", lambda: bool(search(vault, parse_query(word)).hits)),
        "embedder": look(
            "embedder", lambda: word in page_html(Note.objects.select_related("vault").get(pk=embedder.pk))
        ),
    }
    if not all(seen.values()):
        raise RuntimeError(f"an edit is not seen everywhere: {seen}")
    return steps


def measure_pages() -> Figures:
    """Pages and cards as a browser asks for them: never seen, stored, and what they weigh."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from content.models import Vault

    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(SERVER_NAME="127.0.0.1")
    notes = Vault.objects.current().notes.filter(html_key="").exclude(path__startswith="Embedders/")
    chosen = Random(3).sample(list(notes), PAGES + 1)
    # The first one warms up: templates, the tree of the vault.
    client.get(chosen[0].get_absolute_url())
    first, stored = [], []
    for note in chosen[1:]:
        first.append(seconds_of(lambda: client.get(note.get_absolute_url())))  # noqa: B023 - called at once
        stored.append(seconds_of(lambda: client.get(note.get_absolute_url())))  # noqa: B023 - called at once
    with CaptureQueriesContext(connection) as captured:
        page = client.get(chosen[1].get_absolute_url()).content.decode()
    queries = [query["sql"] for query in captured]
    return {
        "first view": median(first),
        "stored view": median(stored),
        "first over stored at most": max(a - b for a, b in zip(first, stored, strict=True)),
        "queries": len(queries),
        "queries of notes": sum('"content_' in query for query in queries),
        "page": chosen[1].get_absolute_url(),
        "page bytes": len(page.encode()),
        "script": script_bytes(page, Path(settings.STATIC_ROOT)),
    } | measure_cards(client, chosen[1:])


def measure_cards(client: Any, notes: list[Any]) -> Figures:
    """The hover card of a section of each note."""
    seconds, sizes = [], []
    for note in notes:
        url = f"/preview/{note.slug}/?at={note.places[1].anchor}"
        sizes.append(len(client.get(url, headers={"HX-Request": "true"}).content))
        seconds.append(seconds_of(lambda: client.get(url, headers={"HX-Request": "true"})))  # noqa: B023 - called at once
    return {"card": median(seconds), "card at most": max(seconds), "card bytes": max(sizes)}


def render_all() -> Figures:
    """Index and page of every note, the other rooms included."""
    from content.domain import sync_vault
    from content.models import Note, Vault
    from content.queries import stored_html

    vault = Vault.objects.current()

    def render() -> None:
        for note in Note.objects.filter(vault=vault).select_related("vault").iterator(chunk_size=100):
            stored_html(note)

    index = both_seconds_of(lambda: sync_vault(vault))
    pages = both_seconds_of(render)
    return {"notes": vault.notes.count(), "index": index, "pages": pages, "memory": peak_memory()}


if __name__ == "__main__":
    main()
