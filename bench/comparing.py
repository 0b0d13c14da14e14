"""Comparing policies beside z3: random pairs, written differently or with something changed."""

import copy
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

from bench.timing import print_goal
from iam.comparison import compare
from tests.iam.comparison.pairs import Json, change, make_statement, parse, policy_of
from tests.iam.comparison.z3_opinion import ask_z3

PAIRS = 12
SIZES = (1, 10, 50)
GOALS = {10: ("median", 10), 50: ("slowest", 1_000)}  # milliseconds
Z3_TIMEOUT_MS = 1_000  # for each question; a pair is two, and several questions each
Z3_UP_TO = 10  # statements; above, it takes minutes


def run() -> None:
    print(
        f"comparing two policies: {PAIRS} random pairs a size (wildcards in the middle, conditions, Deny, Not...),\n"
        "half of them shuffled and split only, half with one thing changed; milliseconds of CPU, catalogue in memory"
    )
    for size in SIZES:
        compare(*([parse(policy)] for policy in make_pair_of(size, PAIRS)))  # reads the catalogue
        pairs = [make_pair_of(size, seed) for seed in range(PAIRS)]
        ours = print_times("iamstudy", size, pairs, compare_pair)
        if size <= Z3_UP_TO:
            theirs = print_times("z3", size, pairs, ask_z3_both_ways)
            print(f"  z3 takes {median(theirs) / median(ours):.0f} times as long in the median")
        if size in GOALS:
            name, goal = GOALS[size]
            value = median(ours) if name == "median" else max(ours)
            print_goal(f"{name} of {size} statements, ms", value, "at most", goal)


def print_times(
    name: str, size: int, pairs: Sequence[tuple[Json, Json]], decide: Callable[[Json, Json], bool]
) -> list[float]:
    """The milliseconds of each pair; prints them, and how many were not decided."""
    times: list[float] = []
    undecided = 0
    for first, second in pairs:
        start = time.process_time()
        undecided += not decide(first, second)
        times.append((time.process_time() - start) * 1_000)
    print(
        f"{size:3} statements, {name:8}: median {median(times):9.1f}  slowest {max(times):9.1f}"
        f"  not decided {undecided}",
        flush=True,
    )
    return times


def compare_pair(first: Json, second: Json) -> bool:
    """Whether it was decided; the texts are read within the time."""
    return compare([parse(first)], [parse(second)]).relation != "undecided"


def ask_z3_both_ways(first: Json, second: Json) -> bool:
    return "unknown" not in [ask_z3(first, second, Z3_TIMEOUT_MS), ask_z3(second, first, Z3_TIMEOUT_MS)]


def make_pair_of(size: int, seed: int) -> tuple[Json, Json]:
    """Two policies of this many statements: the second is the first in another form, every other time changed."""
    chance = Random(f"{size}:{seed}")
    first = policy_of([make_statement(chance) for _ in range(size)])
    second = copy.deepcopy(first)
    statements = second["Statement"]
    longest = max(statements, key=lambda one: len(one.get("Action", ())))
    if len(longest.get("Action", ())) > 1:
        statements.append(longest | {"Action": longest["Action"][1:]})
        longest["Action"] = longest["Action"][:1]
    if seed % 2:
        change(statements, chance)
    chance.shuffle(statements)
    return first, second
