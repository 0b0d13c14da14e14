import io
import json

import pytest

from iam.__main__ import main

CASE = {
    "id": "read",
    "request": {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::notes/a.md",
        "resourceAccount": "111111111111",
        "principal": "arn:aws:iam::111111111111:user/alice",
        "context": {},
    },
    "identityPolicies": [
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    ],
    "expected": "allowed",
}


def run(tmp_path, text, *arguments):
    path = tmp_path / "input.json"
    path.write_text(text)
    return main([*(arguments or ["decide"]), str(path)])


def test_cases_that_agree_exit_with_zero(tmp_path, capsys):
    silent = {**CASE, "id": "silent", "identityPolicies": None, "expected": "implicitDeny"}

    code = run(tmp_path, json.dumps([CASE, silent]))

    assert code == 0
    assert capsys.readouterr().out == "read\tallowed\nsilent\timplicitDeny\n"


def test_case_that_differs_has_a_third_column(tmp_path, capsys):
    differing = {**CASE, "expected": "explicitDeny"}
    layered = {**CASE, "id": "layered", "resourcePolicy": CASE["identityPolicies"][0]}

    code = run(tmp_path, json.dumps([differing, layered]))

    assert code == 1
    assert capsys.readouterr().out == (
        "read\tallowed\texpected explicitDeny\nlayered\tunknown\texpected allowed\n"
    )


def test_broken_case_is_reported_and_the_rest_goes_on(tmp_path, capsys):
    broken = {**CASE, "id": "broken", "request": {**CASE["request"], "action": "s3:*"}}

    code = run(tmp_path, json.dumps([broken, 7, {"id": "empty"}, CASE]))

    output = capsys.readouterr()
    assert code == 1
    assert output.out == "read\tallowed\n"
    assert output.err.splitlines() == [
        "error: broken: `s3:*` is not an action; "
        "name one action with its service, such as `s3:GetObject`, without wildcards",
        "error: case 2: the case is no JSON object; write it as `{ ... }`",
        "error: empty: `request` is missing; give action, resource and principal",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"identityPolicies": "x"},
        {"identityPolicies": [None]},
        {"extra": []},
        {"request": {**CASE["request"], "principal": None}},
        {"request": {**CASE["request"], "context": ["x"]}},
        {"request": {**CASE["request"], "context": {"a:b": {}}}},
        {"request": {**CASE["request"], "resourceAccount": 111111111111}},
    ],
)
def test_case_of_the_wrong_shape_is_reported(tmp_path, capsys, change):
    assert run(tmp_path, json.dumps([{**CASE, **change}])) == 1

    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("error: read: ")


@pytest.mark.parametrize("text", ["", "{}", "[", "[" * 100_000, "[" + "9" * 10_000 + "]"])
def test_unusable_input_exits_with_two(tmp_path, capsys, text):
    assert run(tmp_path, text) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_missing_file_and_wrong_encoding_exit_with_two(tmp_path, capsys):
    (tmp_path / "latin").write_bytes(b"[\xe9]")

    assert main(["decide", str(tmp_path / "none.json")]) == 2
    assert main(["decide", str(tmp_path / "latin")]) == 2
    assert capsys.readouterr().out == ""


def test_dash_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps([CASE]).encode())))

    assert main(["decide", "-"]) == 0
    assert capsys.readouterr().out == "read\tallowed\n"


def test_validate_prints_place_severity_message_and_advice(tmp_path, capsys):
    text = '{"Statement": {"Effect": "Allow",\n "Action": "s3:GetObjct", "Resource": "*"}}'

    code = run(tmp_path, text, "validate")

    assert code == 1
    assert capsys.readouterr().out == (
        "2:12: error: there is no action `s3:GetObjct`; this value matches nothing "
        "(did you mean `s3:GetObject`?)\n"
    )


def test_validate_knows_the_types(tmp_path, capsys):
    text = json.dumps(CASE["identityPolicies"][0])

    assert run(tmp_path, text, "validate") == 0
    assert run(tmp_path, text, "validate", "--type", "rcp") == 1
    assert "a policy of type rcp can't allow" in capsys.readouterr().out
