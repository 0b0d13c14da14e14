"""The engine and the reference agree on every generated case; `python -m tests.reference` runs more of them."""

import subprocess
import sys
from collections import Counter
from itertools import islice

import pytest

from tests.reference.differences import describe, differing_seeds
from tests.reference.generator import generate

# As many as take about twenty seconds.
SEEDS = 12_000


@pytest.mark.slow
def test_engine_and_reference_agree() -> None:
    tally: Counter[str] = Counter()

    found = list(islice(differing_seeds(range(SEEDS), tally), 3))

    assert not found, "\n".join(map(describe, found))
    assert 0.2 <= tally["allowed"] / SEEDS <= 0.6, tally
    assert min(tally["implicitDeny"], tally["explicitDeny"]) / SEEDS >= 0.15, tally
    assert tally["undecided"] / SEEDS <= 0.1, tally


def test_seed_gives_the_same_case_whatever_the_hashes() -> None:
    program = "import json; from tests.reference.generator import generate; "
    program += "print(json.dumps([generate(seed) for seed in range(200)]))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1


def test_every_layer_and_fact_is_generated() -> None:
    cases = [generate(seed) for seed in range(2_000)]

    present = Counter(field for case in cases for field, value in case.items() if value)
    facts = Counter(fact for case in cases for fact in case["extra"])

    assert min(present.values()) >= 100, present
    assert sorted(facts) == [
        "principalInManagementAccount",
        "principalType",
        "resourceInManagementAccount",
        "serviceLinkedRole",
    ]
