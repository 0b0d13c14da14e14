"""Cold start: a whole process that decides once, beside one that does nothing; and memory once started."""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from bench.ours import COLD_START, compile_texts, policy_texts, read_request
from bench.workers import ROOT
from iam.evaluation import decide

STARTS = 40


def measure_cold_start() -> tuple[float, float]:
    """Returns the median seconds of a process that decides once and of one that does nothing, in turn."""
    times: dict[str, list[float]] = {COLD_START: [], "pass": []}
    for number in range(STARTS + 1):
        for code, values in times.items():
            seconds = _time_process(code)
            # The first start may write byte code, which all others find.
            if number:
                values.append(seconds)
    return median(times[COLD_START]), median(times["pass"])


def _time_process(code: str) -> float:
    wall, cpu = time.perf_counter(), _children_cpu()
    # As for any user: byte code is kept, whatever the environment of the bench says.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own code
    return min(time.perf_counter() - wall, _children_cpu() - cpu)


def _children_cpu() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_memory(path: Path) -> tuple[int, int]:
    """Returns the bytes that a workload's policies take once compiled, and once its requests were decided."""
    workload = json.loads(path.read_text(encoding="utf-8"))
    texts = policy_texts(workload)
    requests = [read_request(request) for request in workload["requests"]]
    # What is loaded once for all, such as the catalogue, is no statement's.
    decide(compile_texts(texts[:1]), requests[0])
    tracemalloc.start()
    stack = compile_texts(texts)
    compiled = tracemalloc.get_traced_memory()[0]
    for request in requests:
        decide(stack, request)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return compiled, used
