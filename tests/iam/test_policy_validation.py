import json
import string
import tomllib

import pytest

from iam import messages
from iam.validation import validate_policy
from tests.iam.tables import CASES

TABLE = tomllib.loads((CASES / "validation.toml").read_text())["case"]
SOUND = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes/*"}


@pytest.mark.parametrize(
    "case", TABLE, ids=lambda case: f"{case.get('finding', ['sound'])[0]} {case['statement']}"
)
def test_fault_is_found_and_nothing_else(case):
    statement = {name: value for name, value in {**SOUND, **case["statement"]}.items() if value != "-"}
    text = json.dumps({"Version": case.get("version", "2012-10-17"), "Statement": [statement]})

    found = validate_policy(text)

    expected = [tuple(case["finding"])] if "finding" in case else []
    assert [(one.code, one.severity, one.fix or "") for one in found] == expected


def test_finding_points_at_the_word_in_its_line():
    text = '{"Statement": {\n  "Effect": "Allow",\n  "Action": "s3:PutObjct", "Resource": "*"}}'

    (finding,) = validate_policy(text)

    assert (finding.span.line, finding.span.column, finding.span.end_column) == (3, 13, 26)
    assert messages.finding_message(finding) == (
        "there is no action `s3:PutObjct`; this value matches nothing",
        "did you mean `s3:PutObject`?",
    )


def test_sid_that_stands_twice_is_found():
    first, second = {**SOUND, "Sid": "Read"}, {**SOUND, "Sid": "Read", "Action": "s3:PutObject"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [first, second]})

    assert [one.code for one in validate_policy(text)] == ["sidRepeated"]


def test_sizes_count_without_white_space():
    def codes(length, policy_type="identity"):
        statement = {**SOUND, "Resource": "arn:aws:s3:::" + "n" * length}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=8)
        return [one.code for one in validate_policy(text, policy_type)]

    assert codes(5_900) == []
    assert codes(6_200) == ["policyLarge"]
    assert codes(10_300) == ["policyTooLarge"]
    assert codes(2_100, "session") == ["policyTooLarge"]


@pytest.mark.parametrize(
    ("policy_type", "principal", "codes"),
    [
        ("resource", {"AWS": "arn:aws:iam::111111111111:user/alice"}, []),
        ("resource", {"AWS": ["111111111111", "AROA1234567890EXAMPLE"]}, []),
        ("resource", "*", ["principalEverybody"]),
        ("resource", {"AWS": "arn:aws:iam::111111111111:user/*"}, ["principalWildcard"]),
        ("resource", {"AWS": "arn:aws:iam::111111111111:group/devs"}, ["principalGroup"]),
        ("resource", {"Service": "ec2"}, ["principalServiceMisspelt"]),
        ("endpoint", "*", []),
    ],
)
def test_principals_are_checked(policy_type, principal, codes):
    statement = {**SOUND, "Principal": principal}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    assert [one.code for one in validate_policy(text, policy_type)] == codes


def test_every_message_is_in_the_house_style():
    for forms in (*messages.FINDINGS.values(), *messages.UNKNOWNS.values()):
        for form in forms:
            names = {name for _, name, _, _ in string.Formatter().parse(form) if name}
            shown = form.format_map(dict.fromkeys(names, "x"))
            assert not shown.endswith("."), form
            assert (
                shown == "" or shown[0] in "`'" or shown[0].islower() or shown.startswith(("AWS", "IAM"))
            ), form
