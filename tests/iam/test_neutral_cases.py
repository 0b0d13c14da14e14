"""The example cases in the neutral format, and the documents with faults."""

import json

import pytest

from iam.cases import read_case
from iam.conditions import operator_names
from iam.conditions.families import BASE_OPERATORS
from iam.validation import validate_policy
from tests.iam.tables import CASES, rows

CASES_OF_DECISIONS = json.loads((CASES / "decisions" / "neutral.json").read_text())
FAULTY = json.loads((CASES / "faulty.json").read_text())


@pytest.mark.parametrize("case", CASES_OF_DECISIONS, ids=lambda case: case["id"])
def test_neutral_case_is_right_and_explained_alike(case):
    ready = read_case(case)

    decision = ready.decide()

    assert decision.outcome == case["expected"]
    assert ready.explain().decision == decision


@pytest.mark.parametrize("case", FAULTY, ids=lambda case: case["id"])
def test_faulty_document_is_found_out_and_a_sound_one_is_not(case):
    severities = {finding.severity for finding in validate_policy(case["document"], case["type"])}

    worst = "error" if "error" in severities else "warning" if severities else "ok"
    assert worst in case["accept"]


def test_every_base_operator_and_its_opposite_has_rows():
    tested = {row.values[0].rpartition(":")[2].removesuffix("IfExists") for row in rows("conditions")}
    known = {base.name for base in BASE_OPERATORS} | {
        base.negated_name for base in BASE_OPERATORS if base.negated_name
    }

    assert known - tested == set()


def test_derived_operators_are_those_of_the_guide():
    names = set(operator_names())

    assert {"StringNotLikeIfExists", "ForAllValues:ArnNotEquals", "ForAnyValue:BoolIfExists", "Null"} <= names
    assert names & {"NullIfExists", "ForAnyValue:Null", "BoolNotEquals", "NumericNotLessThan"} == set()
    # 26 names without Null, each alone, with IfExists, with two set operators, with both.
    assert len(names) == 26 * 6 + 1
