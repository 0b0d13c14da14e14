"""The policy engine beside its peers: decisions, worst case, explanation, parsing, memory, cold start."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.peers import OURS, Engine, install_peers
from bench.racing import ROUNDS, DisagreementError, Entrant, race, race_fresh
from bench.starting import STARTS, measure_cold_start, measure_memory
from bench.timing import print_goal
from bench.workers import WorkerError
from bench.workloads import REQUESTS, write_mixed, write_worst

SIZES = (1, 10, 100, 1_000, 10_000)
WORST_SIZES = (10, 100, 1_000, 10_000)
# Above this the peers take minutes to run a hundred requests.
PEERS_UP_TO = 1_000

MIXED = f"""\
mixed workload: N statements in documents of 10, attached to one user; 50 % literal actions on one ARN, 30 %
wildcards, 20 % with a condition, 8 % deny; 30 services, real action names; {REQUESTS} requests in equal parts
allowed, denied, not mentioned (no denied at 1). Parsed once but where said. Medians of {ROUNDS} rounds in turn; the
smaller of wall and CPU seconds; engines are warm (iam-simulate runs 3 seconds first).
In brackets: how many times as fast ours is."""
WORST = "worst case: N statements, all s3:GetObject on *, each with one StringEquals that fails"

Times = Mapping[tuple[str, int], float]


def run() -> None:
    engines = [OURS, *install_peers()]
    print(MIXED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mixed = {size: write_mixed(folder / f"mixed-{size}.json", size) for size in SIZES}
        worst = {size: write_worst(folder / f"worst-{size}.json", size) for size in WORST_SIZES}
        parts: tuple[Callable[[], None], ...] = (
            partial(_mixed, engines, mixed),
            partial(_worst, engines, worst),
            partial(_explanation, engines, mixed[100]),
            partial(_parsing, engines, mixed[10]),
            partial(_memory, mixed[1_000]),
            _cold_start,
        )
        for part in parts:
            print(flush=True)
            try:
                part()
            except (DisagreementError, WorkerError) as error:
                print(f"not measured: {error}")


def _mixed(engines: Sequence[Engine], workloads: Mapping[int, Path]) -> None:
    print("decisions a second, mixed workload")
    times = _race_sizes(engines, workloads)
    _print_table(engines, times)
    for engine, goal in (("iam-simulate", 300), ("PMapper", 10)):
        if (engine, 100) in times:
            ratio = times[engine, 100] / times[OURS.name, 100]
            print_goal(f"at 100 statements, times {engine}", ratio, "at least", goal)
    _print_growth(times, goal=2)


def _worst(engines: Sequence[Engine], workloads: Mapping[int, Path]) -> None:
    print(f"decisions a second, {WORST}")
    times = _race_sizes(engines, workloads)
    _print_table(engines, times)
    _print_growth(times, goal=3)


def _race_sizes(engines: Sequence[Engine], workloads: Mapping[int, Path]) -> Times:
    return race(
        {
            (engine.name, size): Entrant(engine, workload)
            for size, workload in workloads.items()
            for engine in engines
            if engine is OURS or size <= PEERS_UP_TO
        }
    )


def _explanation(engines: Sequence[Engine], workload: Path) -> None:
    print("full explanation, mixed workload of 100 statements (iam-simulate explains every decision)")
    entrants = {
        engine.name: Entrant(engine, workload, "explain") for engine in engines if engine.name != "PMapper"
    }
    times = race(entrants)
    _print_each(times)
    if "iam-simulate" in times:
        ratio = times["iam-simulate"] / times[OURS.name]
        print_goal("full explanation, times iam-simulate", ratio, "at least", 4)
    print_goal("full explanation, milliseconds", times[OURS.name] * 1e3, "at most", 0.3)


def _parsing(engines: Sequence[Engine], workload: Path) -> None:
    print(
        "read JSON text, check its grammar and decide, each time, mixed workload of 10 statements "
        "(PMapper checks nothing)"
    )
    entrants = {engine.name: Entrant(engine, workload, "parse and decide") for engine in engines}
    peer = entrants.get("iam-simulate")
    unchecked = peer and {"unchecked": Entrant(peer.engine, workload, "parse unchecked and decide")}
    times = race(entrants | (unchecked or {}))
    _print_each(times)
    if peer is None:
        return
    print(f"  the first {REQUESTS} requests of a process, before anything is warm:")
    fresh = race_fresh({name: entrants[name] for name in (OURS.name, "iam-simulate")}, REQUESTS)
    _print_each(fresh)
    for what, measured in (("fresh", fresh), ("warm", times)):
        ratio = measured["iam-simulate"] / measured[OURS.name]
        print_goal(f"parse and decide, {what}, times iam-simulate", ratio, "at least", 10)


def _memory(workload: Path) -> None:
    compiled, used = measure_memory(workload)
    print("memory a statement, mixed workload of 1,000 statements, by tracemalloc")
    print(f"  compiled {compiled / 1e6:.2f} KB, after {REQUESTS} requests {used / 1e6:.2f} KB")


def _cold_start() -> None:
    ours, bare = measure_cold_start()
    print(
        "cold start: import, read one policy, ask the catalogue for s3, decide once; "
        f"byte code is there from an earlier start; medians of {STARTS} in turn with bare Python"
    )
    print(f"  {ours * 1e3:.1f} ms, bare Python {bare * 1e3:.1f} ms")
    print_goal("cold start over bare Python, milliseconds", (ours - bare) * 1e3, "at most", 30)


def _print_table(engines: Sequence[Engine], times: Times) -> None:
    names = [engine.name for engine in engines]
    print("  statements" + "".join(f"{name:>14}{'':>10}" for name in names).rstrip())
    for size in sorted({size for _, size in times}):
        cells = [_cell(times, name, size) for name in names]
        print(f"  {size:>10,}" + "".join(cells).rstrip())


def _cell(times: Times, name: str, size: int) -> str:
    if (name, size) not in times:
        return f"{'-':>14}{'':>10}"
    ratio = "" if name == OURS.name else f"({times[name, size] / times[OURS.name, size]:,.1f})"
    return f"{1 / times[name, size]:>14,.0f}{ratio:>10}"


def _print_each(times: Mapping[str, float]) -> None:
    for name, seconds in times.items():
        print(f"  {name:<14}{seconds * 1e3:9.4f} ms")


def _print_growth(times: Times, goal: float) -> None:
    ratio = times[OURS.name, SIZES[-1]] / times[OURS.name, 10]
    print_goal("growth of ours from 10 to 10,000 statements, times", ratio, "at most", goal)
