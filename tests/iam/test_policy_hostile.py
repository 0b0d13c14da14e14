"""Documents that mean harm, or were cut off: findings, never an exception, and soon."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam.messages import finding_message
from iam.policy import parse_policy, read_document
from iam.validation import validate_policy
from tests.iam.test_policy_parsing import SOUND

HOSTILE = {
    "100,000 open brackets": "[" * 100_000,
    "100,000 open braces": '{"a":' * 20_000,
    "one megabyte": '{"Version": "' + "x" * 1_000_000 + '"}',
    "NUL": "\x00",
    "lone surrogate in the text": '{"Version": "\ud800", "Statement": []}',
    "lone surrogate escaped": '{"Version": "\\udc00", "Statement": []}',
    "huge number": '{"Statement": ' + "9" * 100_000 + "}",
    "huge exponent": '{"Version": 1e999999999, "Statement": []}',
    "byte order mark": "\ufeff{}",
    "braces for the sentence": '{"Version": "{0} {version.__class__}", "Statement": []}',
    "backticks and line ends": '{"Version": "`\\n`", "Statement": []}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_document_gives_findings_at_once(text):
    start = time.perf_counter()

    findings = validate_policy(text)

    assert any(finding.severity == "error" for finding in findings)
    assert all("\n" not in finding_message(finding).sentence for finding in findings)
    assert time.perf_counter() - start < 1


def test_document_cut_off_anywhere_has_an_error():
    for end in range(len(SOUND)):
        parsed = parse_policy(SOUND[:end])

        assert [finding.severity for finding in parsed.findings] == ["error"], end
        assert parsed.document is None


def test_large_sound_document_validates_soon():
    value = '"arn:aws:s3:::' + "*a" * 2_000 + '"'
    resources = ", ".join([value] * 20)
    text = f'{{"Statement": {{"Effect": "Allow", "Action": "s3:GetObject", "Resource": [{resources}]}}}}'
    start = time.perf_counter()

    codes = {finding.code for finding in validate_policy(text)}

    assert codes == {"policyTooLarge"}
    assert time.perf_counter() - start < 1


@given(st.text(max_size=200))
def test_any_text_gives_findings_and_no_exception(text):
    for finding in validate_policy(text):
        assert finding_message(finding).sentence


@given(st.data())
def test_sound_document_with_one_character_changed_never_raises(data):
    position = data.draw(st.integers(0, len(SOUND) - 1))
    character = data.draw(st.characters() | st.sampled_from('{}[]",:\\ \n0'))

    for finding in validate_policy(SOUND[:position] + character + SOUND[position + 1 :]):
        message = finding_message(finding)
        assert message.sentence[0].islower() or message.sentence[0] in "`I"
        assert not message.sentence.endswith(".")


def test_decoded_document_may_nest_deeper_than_the_stack():
    value = []
    for _ in range(100_000):
        value = [value]

    parsed = read_document({"Statement": value})

    assert parsed.document is None
    assert [finding.code for finding in parsed.findings] == ["jsonTooDeep"]
