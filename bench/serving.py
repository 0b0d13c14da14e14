"""The inside of a worker process: an engine with one workload loaded, timed on request.

It runs in the peers' environments too, so it imports nothing but the standard library.
One JSON object a line, in and out: `{"step": "decide", "ask": [3, 5]}` gives the decisions of these
requests, `{"step": "decide", "count": 900}` the seconds that so many took.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

Workload = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """What is timed: requests in the engine's own form, and steps that take one of them.

    `outcome` turns what a step returns into AWS's word for the decision.
    """

    requests: Sequence[Any]
    steps: Mapping[str, Callable[[Any], object]]
    outcome: Callable[[Any], str]


def serve(load: Callable[[Workload], Subject]) -> None:
    """Loads the workload named on the command line and answers until the input ends."""
    workload = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    subject = load(workload)
    _reply({"ready": True})
    for line in sys.stdin:
        command = json.loads(line)
        step = subject.steps[command["step"]]
        if "ask" in command:
            results = [step(subject.requests[index]) for index in command["ask"]]
            _reply({"decisions": [subject.outcome(result) for result in results]})
        else:
            _reply({"seconds": _time(step, subject.requests, command["count"])})


def _time(step: Callable[[Any], object], requests: Sequence[Any], count: int) -> float:
    """The smaller of wall and CPU seconds.

    On a busy machine a waiting process loses wall time; helper threads, such as those that collect
    garbage in Node, cost CPU time that nobody waits for. So neither counts against an engine.
    """
    chosen = list(islice(cycle(requests), count))
    wall, cpu = time.perf_counter(), time.process_time()
    for request in chosen:
        step(request)
    return min(time.perf_counter() - wall, time.process_time() - cpu)


def _reply(value: Workload) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
