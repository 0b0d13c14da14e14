"""Notes: the index of a large vault, an edit, pages and cards, beside reading the files, plain files and Quartz."""

import tempfile
import time
from pathlib import Path
from typing import Any

import markdown

from bench.peers import UnavailableError, find_quartz
from bench.quartz import build_site
from bench.site import run_in_site
from bench.timing import print_goal, print_ratio, time_in_turn
from bench.vaults import write_embedders, write_vault
from bench.visits import race_page
from content.obsidian.parsing import parse_note
from content.obsidian.resolving import Target
from content.obsidian.scanning import scan_note

NOTES = 10_000
RENDERED = 1_000
PAGES = 100
# A file written less than two seconds before it is read may be written again with the same time on it.
REST_SECONDS = 2.5


class EveryLink:
    """A resolver for which every link leads somewhere, as in a vault without loose ends."""

    def note(self, target: str, fragment: str) -> Target:
        return Target(href="/notes/x/", title=target, found_fragment=True)

    def file(self, target: str) -> str:
        return "/files/x.png"


def run() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vault = folder / "vault"
        write_vault(vault, NOTES)
        write_embedders(vault, NOTES)
        time.sleep(REST_SECONDS)
        _readers(vault)
        print(flush=True)
        _index(folder, vault)
        print(flush=True)
        _whole(folder)


def _readers(vault: Path) -> None:
    print(f"readers, {PAGES} of these notes; CPU seconds, medians of 5 interleaved rounds")
    files = sorted(vault.rglob("Note *.md"))[:PAGES]
    sources = [file.read_text(encoding="utf-8") for file in files]
    times = time_in_turn(
        {
            "scan": lambda: [scan_note(source, "Note") for source in sources],
            "bare": lambda: [markdown.markdown(source) for source in sources],
            "page": lambda: [parse_note(source, "Note", EveryLink()) for source in sources],
        }
    )
    each = PAGES * 1e-3
    print_ratio(
        "scan for the index, beside the whole page", times["scan"], times["page"], each, "ms", "cheap"
    )
    print_ratio(
        "page with tree and cleaning, beside bare Python-Markdown", times["page"], times["bare"],
        each, "ms", "pymdown-extensions: 1.7",
    )  # fmt: skip


def _index(folder: Path, vault: Path) -> None:
    alone = run_in_site("indexing", folder / "alone", vault, "alone")
    size = f"{alone['notes']:,} generated notes, {alone['bytes'] / 1e6:.1f} MB"
    print(f"index of {size}, into a new SQLite database; no cache holds the files at first")
    _print_index("the index alone (no questions are made of the notes)", alone)
    print_goal("seconds of CPU", alone["index"][0], "at most", 6)
    print_goal(
        "CPU, times read and hash with cold files", alone["index"][0] / alone["read cold"][0], "at most", 6
    )
    print_goal(
        "wall, times read and hash with cold files", alone["index"][1] / alone["read cold"][1], "at most", 6
    )
    print(
        f"  {'CPU, times read and hash with warm files':<55}{alone['index'][0] / alone['read warm'][0]:10,.2f}"
    )
    print_goal("nothing changed, milliseconds", alone["rescan"] * 1e3, "at most", 100)
    print(flush=True)
    rooms = run_in_site("indexing", folder / "rooms", vault, "rooms")
    _print_index("with all that other rooms make of the notes", rooms)
    print_goal("nothing changed, milliseconds", rooms["rescan"] * 1e3, "at most", 100)
    print(flush=True)
    _print_edit(rooms)
    print(flush=True)
    _print_pages(rooms)
    print(flush=True)
    _print_race(race_page(folder / "rooms", vault, rooms["page"]))


def _print_index(what: str, figures: dict[str, Any]) -> None:
    print(f"  {what}: CPU {figures['index'][0]:.2f} s, wall {figures['index'][1]:.2f} s")
    for name in ("read cold", "read warm"):
        cpu, wall = figures[name]
        print(f"    {name} and hash: CPU {cpu:.2f} s, wall {wall:.2f} s")
    print(f"    peak memory {figures['index memory'] / 1e6:,.0f} MB")


def _print_edit(figures: dict[str, Any]) -> None:
    print("one note edited, milliseconds until each place has it, medians of the smaller of wall and CPU")
    steps = figures["edit"]
    print("  " + ", ".join(f"{name} {seconds * 1e3:.1f}" for name, seconds in steps.items()))
    print_goal("all together", sum(steps.values()) * 1e3, "at most", 50)
    print_goal("all together, the slowest edit", figures["edit at most"] * 1e3, "at most", 50)


def _print_pages(figures: dict[str, Any]) -> None:
    print("pages and cards, in process; medians of the smaller of wall and CPU")
    first, stored = figures["first view"] * 1e3, figures["stored view"] * 1e3
    print(f"  first view {first:.1f} ms, stored view {stored:.1f} ms, {figures['page bytes'] / 1e3:.1f} KB")
    print_goal("first view over the stored one, milliseconds", first - stored, "at most", 25)
    print_goal("the same, the slowest page", figures["first over stored at most"] * 1e3, "at most", 25)
    print_goal("queries of a stored page but those of the session", figures["queries of notes"], "at most", 2)
    print(f"  {'queries of a stored page in all':<55}{figures['queries']:10}")
    print_goal("hover card of a section, milliseconds", figures["card"] * 1e3, "at most", 15)
    print_goal("the same, the slowest card", figures["card at most"] * 1e3, "at most", 15)
    print_goal("the same, the largest, KB", figures["card bytes"] / 1e3, "at most", 8)
    print_goal("script of a page as sent, KB", figures["script"] / 1e3, "at most", 40)


def _print_race(times: dict[str, tuple[float, float, float]]) -> None:
    print(
        "stored page through granian, beside a file of the same bytes; wall milliseconds, asked for in turn"
    )
    for name, spread in times.items():
        p10, p50, p95 = (seconds * 1e3 for seconds in spread)
        print(f"  {name:<12} p10 {p10:7.2f}  p50 {p50:7.2f}  p95 {p95:7.2f}")
    for name in ("whitenoise", "granian"):
        print_goal(f"p50, times the file by {name}", times["ours"][1] / times[name][1], "at most", 3)


def _whole(folder: Path) -> None:
    print(
        f"{RENDERED:,} notes indexed and rendered, a process each; wall time includes waiting for a busy machine"
    )
    vault = folder / "rendered"
    write_vault(vault, RENDERED)
    ours = run_in_site("indexing", folder / "whole", vault, "render")
    cpu, memory = ours["index"][0] + ours["pages"][0], ours["memory"]
    print(
        f"  ours     CPU {cpu:7.2f} s ({ours['pages'][0]:.2f} of it pages), peak memory {memory / 1e6:7,.0f} MB"
    )
    print_goal("pages of all notes, seconds of CPU", ours["pages"][0], "at most", 8 * RENDERED / 1_000)
    try:
        theirs = build_site(find_quartz(), vault, folder / "quartz")
    except UnavailableError as error:
        print(f"  Quartz is left out: {error}")
        return
    print(f"  Quartz   CPU {theirs.cpu:7.2f} s, peak memory {theirs.memory / 1e6:7,.0f} MB")
    print_goal("CPU of Quartz, times ours", theirs.cpu / cpu, "at least", 5)
    print_goal("memory of Quartz, times ours", theirs.memory / memory, "at least", 10)
