"""The reference gives AWS's answer for the documented cases; otherwise it could not judge the engine."""

import json
from pathlib import Path

import pytest

from tests.reference.evaluator import evaluate

CASES = json.loads((Path(__file__).parents[1] / "cases/decisions/neutral.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_documented_case_is_decided_as_documented(case: dict[str, object]) -> None:
    assert evaluate(case) == case["expected"]
