"""Medians of interleaved rounds: two things are timed in turn, so that a drifting machine hits both."""

import time
from collections.abc import Callable
from statistics import median
from typing import Literal


def time_once(action: Callable[[], object]) -> float:
    """CPU seconds of one call, all threads of this process."""
    start = time.process_time()
    action()
    return time.process_time() - start


def time_in_turn(actions: dict[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """The median CPU seconds of each action over interleaved rounds, after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            seconds = time_once(action)
            if number:
                times[name].append(seconds)
    return {name: median(values) for name, values in times.items()}


def print_ratio(what: str, ours: float, theirs: float, unit: float, unit_name: str, limit: str) -> None:
    figures = f"{ours / unit:9.3f} {unit_name:<3} against {theirs / unit:9.3f}: {ours / theirs:7.2f} times"
    print(f"{what:<58} {figures}  ({limit})")


def print_goal(what: str, value: float, side: Literal["at least", "at most"], goal: float) -> None:
    met = value >= goal if side == "at least" else value <= goal
    print(f"  {what:<55}{value:10,.2f}  (goal: {side} {goal:g})  {'met' if met else 'missed'}")
