"""Reading notes: the index beside reading and hashing the files, a page beside bare Python-Markdown."""

import tempfile
from hashlib import blake2b
from pathlib import Path

import markdown

from bench.timing import print_ratio, time_in_turn
from bench.vaults import write_vault
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target
from content.obsidian.scanning import scan_note

NOTES = 1000
PAGES = 100


class EveryLink:
    """A resolver for which every link leads somewhere, as in a vault without loose ends."""

    def note(self, target: str, fragment: str) -> Target:
        return Target(href="/notes/x/", title=target, found_fragment=True)

    def file(self, target: str) -> str:
        return "/files/x.png"


def run() -> None:
    print(f"notes: {NOTES} generated notes of about 5.8 KB; CPU seconds, medians of 5 interleaved rounds")
    with tempfile.TemporaryDirectory() as folder:
        write_vault(Path(folder), NOTES)
        files = sorted(Path(folder).rglob("*.md"))
        sources = [file.read_text(encoding="utf-8") for file in files[:PAGES]]
        times = time_in_turn(
            {
                "read and hash": lambda: [blake2b(file.read_bytes()).digest() for file in files],
                "read, hash, scan": lambda: [
                    (blake2b(data := file.read_bytes()).digest(), scan_note(data.decode(), file.stem))
                    for file in files
                ],
                "bare": lambda: [markdown.markdown(source) for source in sources],
                "page": lambda: [parse_note(source, "Note", EveryLink()) for source in sources],
            }
        )
    per_note = NOTES * 1e-3
    print_ratio(
        "scan for the index, a note, beside read and hash", times["read, hash, scan"], times["read and hash"],
        per_note, "ms", "goal for the whole index: 6",
    )  # fmt: skip
    print_ratio(
        "page with tree and cleaning, beside bare Python-Markdown", times["page"], times["bare"],
        PAGES * 1e-3, "ms", "pymdown-extensions: 1.7",
    )  # fmt: skip
