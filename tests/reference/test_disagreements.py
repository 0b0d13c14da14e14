"""The engine and the reference agree on every generated request; `python -m tests.reference` runs more of them."""

import subprocess
import sys
from collections import Counter
from itertools import islice
from typing import Any

import pytest

from tests.reference.differences import describe, differing_cases
from tests.reference.generator import GROUP, generate, generate_group

# As many as take about twenty seconds on a slow machine.
SEEDS = 8_000
REQUESTS = SEEDS * GROUP


@pytest.mark.slow
def test_engine_and_reference_agree() -> None:
    tally: Counter[str] = Counter()

    found = list(islice(differing_cases(range(SEEDS), tally), 3))

    assert not found, "\n".join(map(describe, found))
    assert 0.2 <= tally["allowed"] / REQUESTS <= 0.6, tally
    assert min(tally["implicitDeny"], tally["explicitDeny"]) / REQUESTS >= 0.15, tally
    assert tally["undecided"] / REQUESTS <= 0.1, tally


def test_requests_of_a_seed_differ_and_ask_the_policies_of_its_case() -> None:
    for seed in range(500):
        case, *others = generate_group(seed)

        requests = [one["request"] for one in (case, *others)]

        assert case == generate(seed)
        assert len(requests) == GROUP
        assert not any(one in requests[:at] for at, one in enumerate(requests))
        assert [one | {"id": case["id"], "request": case["request"]} for one in others] == [case] * len(
            others
        )


def test_policies_of_a_role_are_asked_for_roles_only() -> None:
    for seed in range(2_000):
        kinds = {is_for_role(one["request"]) for one in generate_group(seed)}

        assert len(kinds) == 1, seed


def is_for_role(request: dict[str, Any]) -> tuple[bool, bool]:
    """Returns whether the request is for a role, and whether it names a resource."""
    return request["action"].lower().startswith("sts:assumerole"), request["resource"] != "*"


def test_seed_gives_the_same_cases_whatever_the_hashes() -> None:
    program = "import json; from tests.reference.generator import generate_group; "
    program += "print(json.dumps([generate_group(seed) for seed in range(200)]))"
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
