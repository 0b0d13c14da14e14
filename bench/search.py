"""Searching 10,000 notes: what the server takes for one answer as it is typed, by the kind of question."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import quantiles

from bench.site import prepare_site, run_in_site, seconds_of
from bench.vaults import WEIGHTS, WORDS, write_vault

NOTES = 10_000
ASKED = 200  # questions of each kind
LIMIT = "goal: p95 at most 40 ms"


def run() -> None:
    print(f"search: {NOTES} generated notes; the whole view, {ASKED} questions of each kind")
    with tempfile.TemporaryDirectory() as folder:
        data, vault = Path(folder) / "data", Path(folder) / "vault"
        write_vault(vault, NOTES)
        (data / "static").mkdir(parents=True)
        figures = run_in_site("search", data, vault)
    for kind, (middle, slow) in figures.items():
        print(f"{kind:<58} {middle * 1e3:9.1f} ms   p95 {slow * 1e3:9.1f} ms  ({LIMIT})")


def main() -> None:
    """The inside of the site's process: indexes its vault, then asks."""
    prepare_site(with_rooms=False)
    from django.test import Client

    from content.domain import sync_vault
    from content.models import Vault

    sync_vault(Vault.objects.current())
    client = Client(headers={"hx-request": "true", "host": "127.0.0.1"})

    def ask(text: str) -> None:
        response = client.get("/search/", {"q": text})
        if response.status_code != 200:
            raise RuntimeError(f"a search for `{text}` answers {response.status_code}")

    ask("warm up")
    figures = {kind: spread_of(make, ask) for kind, make in KINDS.items()}
    sys.stdout.write(f"\n{json.dumps(figures)}\n")


def spread_of(make: Callable[[Random], str], ask: Callable[[str], None]) -> tuple[float, float]:
    """Median and 95th percentile in seconds."""
    chance = Random(7)
    texts = [make(chance) for _ in range(ASKED)]
    parts = quantiles((seconds_of(lambda: ask(text)) for text in texts), n=20)  # noqa: B023 - called at once
    return parts[9], parts[18]


def word(chance: Random) -> str:
    """A word as often as the notes have it."""
    return chance.choices(WORDS, cum_weights=WEIGHTS)[0]


KINDS: dict[str, Callable[[Random], str]] = {
    "two words": lambda chance: f"{word(chance)} {word(chance)} ",
    "beginning of two letters": lambda chance: word(chance)[:2],
    "beginning of three letters": lambda chance: word(chance)[:3],
    "beginning of four letters": lambda chance: word(chance)[:4],
    "word and a beginning of two letters": lambda chance: f"{word(chance)} {word(chance)[:2]}",
    "phrase of two words": lambda chance: f'"{word(chance)} {word(chance)}"',
    "tag": lambda chance: f"tag:part{chance.randrange(20)}",
    "tag and word": lambda chance: f"tag:part{chance.randrange(20)} {word(chance)} ",
    "word without another": lambda chance: f"{word(chance)} -{word(chance)} ",
    "name of a note": lambda chance: f"note {chance.randrange(NOTES):05d}",
}


if __name__ == "__main__":
    main()
