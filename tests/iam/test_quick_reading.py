"""The quick reader takes nothing the careful one finds fault with, and reads the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam.policy import parse_policy
from iam.policy.quick import read_quickly, texts_of
from tests.iam.tables import CASES
from tests.iam.test_policy_parsing import FAULTS, SOUND

FAULTY = json.loads((CASES / "faulty.json").read_text())


def check(text, policy_type="identity"):
    quick = read_quickly(text, policy_type)
    if quick is not None:
        document = parse_policy(text, policy_type).document
        assert document is not None
        assert not document.is_refused
        assert len(document.statements) == len(quick.statements)
        assert document.has_variables == quick.has_variables


@pytest.mark.parametrize("text", [fault[0] for fault in FAULTS])
def test_text_with_a_fault_is_left_to_the_careful_reader(text):
    assert read_quickly(text, "identity") is None


@pytest.mark.parametrize("case", FAULTY, ids=lambda case: case["id"])
def test_what_is_read_quickly_is_not_refused(case):
    check(case["document"], case["type"])


@given(st.data())
def test_document_with_one_character_changed_is_never_taken_for_a_sound_one(data):
    position = data.draw(st.integers(0, len(SOUND) - 1))
    character = data.draw(st.characters() | st.sampled_from('{}[]",:\\ \n0'))

    check(SOUND[:position] + character + SOUND[position + 1 :])


def test_values_are_read_as_they_are_written():
    text = json.dumps(
        {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"N": {}}}}
    )

    quick = read_quickly(
        text.replace('{"N": {}}', '{"Null": {"a:b": [true, 1.50, 7, "x", false]}}'), "identity"
    )

    assert quick is not None
    shape, elements = quick.statements[0]
    ((operator, ((key, values),)),) = elements[shape.condition]
    assert (operator, key) == ("Null", "a:b")
    assert texts_of(values) == ("true", "1.50", "7", "x", "false")


@pytest.mark.parametrize(
    "text",
    [
        '{"Id": "a", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}',
        '{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Action": "s3:*"}}',
        '{"Statement": {"Effect": "Deny", "Action": 7, "Resource": "*"}}',
        '{"Statement": {"Effect": "Deny", "Action": "*", "Resource": []}}',
        '{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {"a:b": NaN}}}}',
        "[" * 100_000,
        "\ufeff{}",
    ],
)
def test_unusual_text_is_left_to_the_careful_reader(text):
    assert read_quickly(text, "identity") is None
