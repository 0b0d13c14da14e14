"""Holds the engine to the reference: `python -m tests.reference --count 100000`."""

import argparse
import math
import sys
from collections import Counter
from multiprocessing import Pool
from typing import Any

from tests.reference.differences import describe, differing_cases
from tests.reference.generator import GROUP

CHUNK = 500
SHOWN = 10


def judge(start: int) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Returns the cases of one chunk of seeds that differ, and the tally of the reference's answers."""
    tally: Counter[str] = Counter()
    return list(differing_cases(range(start, start + CHUNK), tally)), tally


def main() -> int:
    """Prints what differs; returns 1 if anything does."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many requests, at least")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    end = options.start + math.ceil(options.count / GROUP)
    differing: list[dict[str, Any]] = []
    tally: Counter[str] = Counter()
    with Pool() as pool:
        for found, counted in pool.imap(judge, range(options.start, end, CHUNK)):
            differing += found
            tally += counted
    print("\n".join(map(describe, differing[:SHOWN])))
    print(f"{len(differing)} disagreements in {tally.total()} requests: {dict(tally)}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
