"""Runs ten million cases against the reference and a million broken documents: `python -m tests.fuzz`.

It takes hours. Ctrl+C stops it, the next start goes on where it stopped, and `--again` begins anew. What it
finds is printed and kept in `var/fuzz.json`.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tests.fuzz.documents import LIMIT_SECONDS, make_text, run_text
from tests.reference.differences import describe, differing_seeds

PROGRESS = Path(__file__).parents[2] / "var" / "fuzz.json"
CASES, DOCUMENTS = 10_000_000, 1_000_000
Finding = tuple[int, str]
Judged = tuple[int, list[Finding]]


def judge_cases(start: int) -> Judged:
    """Returns the end of a range of seeds, and the seeds on which engine and reference differ."""
    end = start + 2_000
    return end, [(seed, describe(seed)) for seed in differing_seeds(range(start, end))]


def judge_documents(start: int) -> Judged:
    """Returns the end of a range of seeds, and those whose text raised or took too long."""
    end = start + 500
    found: list[Finding] = []
    for seed in range(start, end):
        try:
            seconds = run_text(*make_text(seed))
        except Exception as error:
            found.append((seed, f"{type(error).__name__}: {error}"[:200]))
        else:
            if seconds > LIMIT_SECONDS:
                found.append((seed, f"{seconds:.1f} s"))
    return end, found


def ignore_interrupts() -> None:
    """Leaves Ctrl+C to the parent, which stops its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_progress(again: bool) -> dict[str, Any]:
    """Returns how far each run came, and what it found."""
    if again or not PROGRESS.exists():
        return {name: {"next": 0, "found": []} for name in ("cases", "documents")}
    progress: dict[str, Any] = json.loads(PROGRESS.read_text(encoding="utf-8"))
    return progress


def save_progress(progress: dict[str, Any]) -> None:
    """Writes the progress in one step, so that a stop leaves the old file or the new one."""
    PROGRESS.parent.mkdir(exist_ok=True)
    draft = PROGRESS.with_suffix(".new")
    draft.write_text(json.dumps(progress, indent=1), encoding="utf-8")
    draft.replace(PROGRESS)


def run(name: str, judge: Callable[[int], Judged], size: int, count: int, progress: dict[str, Any]) -> None:
    """Judges the ranges that are left, on all cores, and keeps the progress after each."""
    begun, first = time.monotonic(), progress[name]["next"]
    with Pool(os.cpu_count(), ignore_interrupts) as pool:
        for end, found in pool.imap(judge, range(first, count, size)):
            progress[name]["next"] = end
            progress[name]["found"] += found
            save_progress(progress)
            rate = (end - first) / (time.monotonic() - begun)
            total = len(progress[name]["found"])
            print(f"\r{name}: {end:,} of {count:,}, {rate:,.0f} a second, {total} found", end="", flush=True)
            for seed, text in found:
                print(f"\n{name} seed {seed}: {text}")
    print()


def main() -> int:
    """Runs both; returns 1 if anything was found, 130 if it was stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="how many seeds of cases in all")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many seeds of documents in all")
    parser.add_argument("--again", action="store_true", help="forget the progress")
    options = parser.parse_args()
    progress = read_progress(options.again)
    try:
        run("documents", judge_documents, 500, options.documents, progress)
        run("cases", judge_cases, 2_000, options.cases, progress)
    except KeyboardInterrupt:
        print("\nstopped; the next start goes on from here")
        return 130
    return 1 if any(progress[name]["found"] for name in progress) else 0


if __name__ == "__main__":
    sys.exit(main())
