"""Draws ten thousand seeds of every template: `python -m tests.quizzes.computed.fuzz`.

No drawing may fail, no session may hold a question twice, no key may be one that the reference evaluator disputes,
and the decisions must be mixed. Ctrl+C stops it, the next start goes on where it stopped, `--again` begins anew.
What was counted and found is kept in `var/fuzz_questions.json`.
"""

import argparse
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from quizzes.computed import BY_NAME, SEEDS, TEMPLATE_VERSION, TEMPLATES
from tests.quizzes.computed.checks import SESSION, faults_of, level_of, mix_faults, text_of

PROGRESS = Path(__file__).parents[3] / "var" / "fuzz_questions.json"
# Three levels take turns, so this is a session of each.
AT_ONCE = 3 * SESSION
SHOWN = 10
Chunk = tuple[str, int]
Counts = dict[str, int]


def draw_chunk(chunk: Chunk) -> tuple[Chunk, list[str], Counts]:
    """Draws one range of seeds of one template: what is wrong, and how the decisions came out."""
    name, start = chunk
    template = BY_NAME[name]
    faults: list[str] = []
    texts: set[str] = set()
    tally: Counter[str] = Counter()
    for seed in range(start, start + AT_ONCE):
        try:
            drawing = template.draw(seed, level_of(template, seed))
        except Exception as error:  # whatever a template raises is a find
            faults.append(f"{name} {seed}: {type(error).__name__}: {error}")
            continue
        faults += [f"{name} {seed}: {fault}" for fault in faults_of(drawing)]
        text = text_of(drawing)
        if text in texts:
            faults.append(f"{name} {seed}: a question twice in a session")
        texts.add(text)
        tally["verdicts"] += len(drawing.verdicts)
        if drawing.kind == "decision":
            tally[drawing.verdicts[0].outcome] += 1
    return chunk, faults, dict(tally)


def ignore_interrupts() -> None:
    """Leaves Ctrl+C to the parent, which stops its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_progress(*, again: bool) -> dict[str, Any]:
    """What former runs of the same templates did."""
    fresh = {"version": TEMPLATE_VERSION, "done": [], "faults": [], "tally": {}}
    if again or not PROGRESS.exists():
        return fresh
    kept: dict[str, Any] = json.loads(PROGRESS.read_text(encoding="utf-8"))
    return kept if kept["version"] == TEMPLATE_VERSION else fresh


def chunks_left(done: list[list[Any]], names: Iterable[str], seeds: int) -> Iterator[Chunk]:
    """The ranges still to draw, of each template in turn."""
    known = {(name, start) for name, start in done}
    for start in range(0, seeds, AT_ONCE):
        for name in names:
            if (name, start) not in known:
                yield name, start


def run(progress: dict[str, Any], chunks: Iterator[Chunk], workers: int) -> None:
    PROGRESS.parent.mkdir(exist_ok=True)
    with Pool(workers, ignore_interrupts) as pool:
        try:
            for number, (chunk, faults, counts) in enumerate(pool.imap_unordered(draw_chunk, chunks), 1):
                progress["done"].append(chunk)
                progress["faults"] += faults
                progress["tally"] = dict(Counter(progress["tally"]) + Counter(counts))
                print("\n".join(faults[:SHOWN]), end="\n" if faults else "")
                if number % len(TEMPLATES) == 0:
                    PROGRESS.write_text(json.dumps(progress), encoding="utf-8")
                    print(
                        f"{len(progress['done']) * AT_ONCE} drawn, {len(progress['faults'])} faults",
                        flush=True,
                    )
        except KeyboardInterrupt:
            pool.terminate()
    PROGRESS.write_text(json.dumps(progress), encoding="utf-8")


def main() -> int:
    """Prints what is wrong and how the decisions are mixed; returns 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.quizzes.computed.fuzz", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds of each template, at least")
    parser.add_argument("--workers", type=int, default=2, help="how many processes")
    parser.add_argument("names", nargs="*", metavar="NAME", help="templates to draw; all, if none is named")
    parser.add_argument("--again", action="store_true", help="begin anew")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BY_NAME):
        parser.error(f"there is no template {', '.join(sorted(unknown))}")
    progress = read_progress(again=options.again)
    names = [name for name in BY_NAME if name in options.names or not options.names]
    run(progress, chunks_left(progress["done"], names, options.seeds), options.workers)
    tally = progress["tally"]
    faults = [*progress["faults"], *mix_faults(tally)]
    drawn = len(progress["done"]) * AT_ONCE
    print("\n".join(faults[:SHOWN]), end="\n" if faults else "")
    print(f"{drawn} questions of {len(names)} templates, {len(faults)} faults, {tally}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
