"""`make bench`: prints figures and ratios; nothing here fails a test."""

import argparse

from bench import comparing, engine, graph, notes, reviewing, search, statistics

PARTS = {
    "notes": notes.run,
    "graph": graph.run,
    "search": search.run,
    "engine": engine.run,
    "compare": comparing.run,
    "recall": reviewing.run,
    "statistics": statistics.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Prints speed and memory beside a named limit or peer."
    )
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part only; all without it")
    part = parser.parse_args().part
    for name, run in PARTS.items():
        if part in (None, name):
            run()
            print()


if __name__ == "__main__":
    main()
