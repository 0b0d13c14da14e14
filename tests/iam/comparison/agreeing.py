"""Comparisons held to z3 and to the reference evaluator, pair by pair: `python -m tests.iam.comparison.agreeing`."""

import argparse
import sys
from collections import Counter
from multiprocessing import Pool
from typing import Any

from iam.comparison import Answer, compare
from tests.iam.comparison.pairs import Json, make_pair, parse
from tests.iam.comparison.z3_opinion import ask_z3
from tests.reference.evaluator import evaluate

TIMEOUT_MS = 300
NOTHING: dict[str, Any] = {
    "resourcePolicy": None, "permissionBoundary": None, "sessionPolicy": None, "vpcEndpointPolicy": None,
    "scps": [], "rcps": [],
}  # fmt: skip


def find_faults(seed: int, size: int) -> tuple[list[str], Counter[str]]:
    """What is wrong with the comparison of a pair, in words, and how it and z3 answered."""
    first, second = make_pair(seed, size)
    result = compare([parse(first)], [parse(second)])
    faults: list[str] = []
    tally: Counter[str] = Counter()
    for answer, allowing, refusing in ((result.more, second, first), (result.less, first, second)):
        faults += [f"seed {seed}: {fault}" for fault in faults_of(answer, allowing, refusing, tally)]
    return faults, tally


def faults_of(answer: Answer, allowing: Json, refusing: Json, tally: Counter[str]) -> list[str]:
    if answer.witness:
        tally["witness"] += 1
        request = answer.witness.request
        case = {
            "action": request.action,
            "resource": request.resource,
            "resourceAccount": request.resource_account,
            "principal": request.principal.text,
            "context": {key: one[0] if len(one) == 1 else list(one) for key, one in request.context.items()},
        }
        judged = [
            evaluate({"request": case, "identityPolicies": [one], **NOTHING}) for one in (allowing, refusing)
        ]
        is_confirmed = judged[0] == "allowed" and judged[1] in ("implicitDeny", "explicitDeny")
        return [] if is_confirmed else [f"the reference says {judged} to {case}"]
    if answer.reason:
        tally["undecided"] += 1
        return []
    opinion = ask_z3(allowing, refusing, TIMEOUT_MS)
    tally[f"nothing, z3 {opinion}"] += 1
    return ["z3 knows a request where none was found"] if opinion == "some" else []


def judge(seed: int) -> tuple[list[str], Counter[str]]:
    return find_faults(seed, 3 + seed % 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many pairs")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    faults: list[str] = []
    tally: Counter[str] = Counter()
    with Pool() as pool:
        for found, counted in pool.imap_unordered(
            judge, range(options.start, options.start + options.count), 20
        ):
            print(*found, sep="\n", end="\n" if found else "", flush=True)
            faults += found
            tally += counted
    print(f"{len(faults)} disagreements in {options.count} pairs: {dict(tally)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
