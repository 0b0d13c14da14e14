"""Races: engines answer the same requests alike first, then run them in turn, round by round."""

import json
from collections.abc import Hashable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar

from bench.peers import Engine
from bench.workers import Worker

ROUNDS = 5
ROUND_SECONDS = 0.25
# Ten of each outcome, where even that takes longer than a round should.
FEWEST = 30
SAMPLE = 90

Key = TypeVar("Key", bound=Hashable)


class DisagreementError(Exception):
    """Engines decide a request differently, so that their speeds can't be compared."""


@dataclass(frozen=True)
class Entrant:
    """An engine that runs one step over one workload."""

    engine: Engine
    workload: Path
    step: str = "decide"


def race(entrants: Mapping[Key, Entrant]) -> dict[Key, float]:
    """Returns the median seconds of one request for each entrant.

    Raises: DisagreementError, WorkerError.
    """
    # All processes start at once and load side by side; entering waits for each.
    starting = {key: Worker(entrant.engine, entrant.workload) for key, entrant in entrants.items()}
    with ExitStack() as stack:
        workers = {key: stack.enter_context(worker) for key, worker in starting.items()}
        compared = [check_decisions(workers[key], entrant) for key, entrant in entrants.items()]
        counts = {key: find_count(workers[key], entrant) for key, entrant in entrants.items()}
        print(f"  {sum(compared)} sampled decisions compared, all agree", flush=True)
        times: dict[Key, list[float]] = {key: [] for key in entrants}
        for _ in range(ROUNDS):
            for key, entrant in entrants.items():
                seconds = workers[key].seconds(entrant.step, counts[key])
                times[key].append(seconds / counts[key])
    return {key: median(values) for key, values in times.items()}


def race_fresh(entrants: Mapping[Key, Entrant], count: int) -> dict[Key, float]:
    """Returns the median seconds of one of the first requests that a new process answers.

    Raises: WorkerError.
    """
    times: dict[Key, list[float]] = {key: [] for key in entrants}
    for _ in range(ROUNDS):
        for key, entrant in entrants.items():
            with Worker(entrant.engine, entrant.workload) as worker:
                times[key].append(worker.seconds(entrant.step, count) / count)
    return {key: median(values) for key, values in times.items()}


def check_decisions(worker: Worker, entrant: Entrant) -> int:
    """Returns how many decisions of a sample were compared with what the workload was made to give.

    Raises: DisagreementError.
    """
    requests = json.loads(entrant.workload.read_text(encoding="utf-8"))["requests"]
    indices = sample_of(requests)
    for index, decision in zip(indices, worker.decisions(entrant.step, indices), strict=True):
        request = requests[index]
        if decision != request["expected"]:
            raise DisagreementError(
                f"{worker.engine.name} says {decision} and not {request['expected']} "
                f"to {request['action']} on {request['resource']} in {entrant.workload.stem}"
            )
    return len(indices)


def sample_of(requests: Sequence[object]) -> list[int]:
    """Returns the indices of the requests whose decisions are compared, the same for each engine."""
    return Random(2).sample(range(len(requests)), min(SAMPLE, len(requests)))


def find_count(worker: Worker, entrant: Entrant) -> int:
    """Returns how many requests fill a round, once the engine is warm."""
    count, warm = FEWEST, 0.0
    while True:
        seconds = worker.seconds(entrant.step, count)
        warm += seconds
        if seconds < ROUND_SECONDS / 2:
            count *= 2
        elif warm >= entrant.engine.warm_up:
            break
    # A multiple of three keeps allowed, denied and not mentioned in equal parts.
    return max(FEWEST, 3 * ceil(count * ROUND_SECONDS / seconds / 3))
