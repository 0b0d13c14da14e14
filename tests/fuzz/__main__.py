"""Runs ten million requests against the reference and a million broken documents: `python -m tests.fuzz`.

It takes an hour or more of one core. Ctrl+C stops it, the next start goes on where it stopped, and `--again`
begins anew. What it finds is printed and kept in `var/fuzz.json`.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tests.fuzz.documents import LIMIT_SECONDS, make_text, run_text
from tests.reference.differences import describe, differing_cases
from tests.reference.generator import GROUP

PROGRESS = Path(__file__).parents[2] / "var" / "fuzz.json"
REQUESTS, DOCUMENTS = 10_000_000, 1_000_000
REQUESTS_AT_ONCE, DOCUMENTS_AT_ONCE = 400 * GROUP, 500
# Name and description of a case or text.
Finding = tuple[str, str]
# Where the range ends, what was found in it, and what there was.
Judged = tuple[int, list[Finding], Counter[str]]


def judge_requests(start: int) -> Judged:
    """Judges a range of requests: finds those on which engine and reference differ, counts the answers."""
    end = start + REQUESTS_AT_ONCE
    tally: Counter[str] = Counter()
    seeds = range(start // GROUP, end // GROUP)
    return end, [(case["id"], describe(case)) for case in differing_cases(seeds, tally)], tally


def judge_documents(start: int) -> Judged:
    """Judges a range of seeds: finds texts that raised or took too long, counts their fields."""
    end = start + DOCUMENTS_AT_ONCE
    found: list[Finding] = []
    tally: Counter[str] = Counter()
    for seed in range(start, end):
        field, text = make_text(seed)
        tally[field] += 1
        try:
            seconds = run_text(field, text)
        except Exception as error:  # a crash of any kind is a find
            found.append((f"seed-{seed}", f"{type(error).__name__}: {error}"[:200]))
        else:
            if seconds > LIMIT_SECONDS:
                found.append((f"seed-{seed}", f"{seconds:.1f} s"))
    return end, found, tally


def ignore_interrupts() -> None:
    """Leaves Ctrl+C to the parent, which stops its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_progress(again: bool) -> dict[str, Any]:
    """Returns how far each run came, what it found and counted."""
    stored = {} if again or not PROGRESS.exists() else json.loads(PROGRESS.read_text(encoding="utf-8"))
    return {
        name: {"next": 0, "found": [], "tally": {}} | stored.get(name, {})
        for name in ("requests", "documents")
    }


def save_progress(progress: dict[str, Any]) -> None:
    """Writes the progress in one step, so that a stop leaves the old file or the new one."""
    PROGRESS.parent.mkdir(exist_ok=True)
    draft = PROGRESS.with_suffix(".new")
    draft.write_text(json.dumps(progress, indent=1), encoding="utf-8")
    draft.replace(PROGRESS)


def run(
    name: str, judge: Callable[[int], Judged], starts: range, processes: int, progress: dict[str, Any]
) -> None:
    """Judges the ranges that begin at the starts, keeps the progress after each, and sums up."""
    begun, own = time.monotonic(), progress[name]
    with Pool(processes, ignore_interrupts) as pool:
        for end, found, tally in pool.imap(judge, starts):
            own["next"] = end
            own["found"] += found
            own["tally"] = dict(Counter(own["tally"]) + tally)
            save_progress(progress)
            for place, text in found:
                print(f"\n{name} {place}: {text}")
            rate = (end - starts.start) / (time.monotonic() - begun)
            print(
                f"\r{name}: {end:,} of {starts.stop:,}, {rate:,.0f} a second, {len(own['found'])} found",
                end="",
                flush=True,
            )
    counted = ", ".join(f"{count:,} {what}" for what, count in sorted(own["tally"].items()))
    print(f"\n{name}: {len(own['found'])} found in {own['next']:,} ({counted})", flush=True)


def read_options() -> argparse.Namespace:
    """Returns what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="how many requests in all")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many documents in all")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many cores to use")
    parser.add_argument("--again", action="store_true", help="forget the progress")
    return parser.parse_args()


def main() -> int:
    """Runs both; returns 1 if anything was found, 130 if it was stopped."""
    options = read_options()
    progress = read_progress(options.again)
    documents = range(progress["documents"]["next"], options.documents, DOCUMENTS_AT_ONCE)
    requests = range(progress["requests"]["next"], options.requests, REQUESTS_AT_ONCE)
    try:
        run("documents", judge_documents, documents, options.processes, progress)
        run("requests", judge_requests, requests, options.processes, progress)
    except KeyboardInterrupt:
        print("\nstopped; the next start goes on from here")
        return 130
    return 1 if any(own["found"] for own in progress.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
