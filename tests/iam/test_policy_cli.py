import io
import json
from pathlib import Path

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


DENIED = {
    **CASE,
    "id": "denied",
    "scps": [
        {
            "level": "root",
            "policies": [
                {
                    "Version": "2012-10-17",
                    "Statement": {"Sid": "NoS3", "Effect": "Deny", "Action": "s3:*", "Resource": "*"},
                }
            ],
        }
    ],
    "expected": "explicitDeny",
}


def test_explain_prints_the_tree_with_what_decides(tmp_path, capsys):
    code = run(tmp_path, json.dumps([DENIED]), "explain")

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "denied\texplicitDeny",
        "  Statement `NoS3` of the service control policy denies it, and a deny can't be outvoted.",
        "  + The service control policy of `root` denies it. << decides",
        "    + `root, policy 1` speaks of this request. (1:1)",
        "      + `NoS3` denies it. Every element matches. (3:16) << decides",
        "        + The action `s3:GetObject` is listed. (6:15)",
        "          + `s3:*` takes `s3:GetObject`. (6:15)",
        "        + The resource `arn:aws:s3:::notes/a.md` is covered. (7:17)",
        "          + `*` takes every resource. (7:17)",
        "  + The identity policy allows it.",
        "    + `policy 1` speaks of this request. (1:1)",
        "      + `statement 1` allows it. Every element matches. (3:16)",
        "        + The action `s3:GetObject` is listed. (5:15)",
        "          + `s3:*` takes `s3:GetObject`. (5:15)",
        "        + The resource `arn:aws:s3:::notes/a.md` is covered. (6:17)",
        "          + `*` takes every resource. (6:17)",
    ]


def test_explain_tells_missing_keys_near_misses_and_unknowns(tmp_path, capsys):
    condition = {"StringMatches": {"aws:username": "a"}}
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}
    policies = [{"Version": "2012-10-17", "Statement": statement}]

    run(tmp_path, json.dumps([{**CASE, "identityPolicies": policies, "expected": None}]), "explain")

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "  not in the request: aws:username",
        "  It would be allowed if `statement 1` had no StringMatches on `aws:username`.",
        "  decided without knowing: `statement 1` uses `StringMatches`, which AWS doesn't know",
    ]


def test_json_is_for_programs(tmp_path, capsys):
    text = json.dumps([DENIED, {"id": "broken"}])

    assert run(tmp_path, text, "explain", "--format", "json") == 1
    explained, broken = json.loads(capsys.readouterr().out)
    assert run(tmp_path, text, "decide", "--format", "json") == 1
    decided, _ = json.loads(capsys.readouterr().out)

    assert broken == {"id": "broken", "error": "`request` is missing; give action, resource and principal"}
    assert decided == {name: explained[name] for name in decided}
    assert (decided["decision"], decided["layer"], decided["level"]) == ("explicitDeny", "scp", "root")
    assert decided["deciding"] == [{"policy": 1, "statement": 0, "sid": "NoS3", "layer": "scp"}]
    assert [layer["code"] for layer in explained["layers"]] == ["layerDenies", "layerAllows"]
    assert explained["layers"][0]["children"][0]["children"][0]["line"] == 3


def test_findings_as_json_have_places_and_fixes(tmp_path, capsys):
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "allow", "Action": "s3:*", "Resource": "*"}}'

    assert run(tmp_path, text, "validate", "--format", "json") == 1
    (finding,) = [one for one in json.loads(capsys.readouterr().out) if one["severity"] == "error"]
    assert (finding["line"], finding["column"], finding["fix"]) == (1, 51, '"Allow"')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"extra": {"colour": "blue"}}, "`extra` knows no `colour`"),
        ({"resourcePolicy": 7}, "`resourcePolicy` is no policy"),
        ({"scps": [7]}, "level 1 of `scps` is no JSON object"),
        ({"rcps": [{"level": "root", "policies": ["x"]}]}, "policy 1 of level 1 of `rcps` is no policy"),
    ],
)
def test_layer_of_the_wrong_shape_is_reported(tmp_path, capsys, change, words):
    assert run(tmp_path, json.dumps([{**CASE, **change}])) == 1
    assert words in capsys.readouterr().err


def policy_file(tmp_path, name, action):
    path = tmp_path / name
    statement = {"Effect": "Allow", "Action": action, "Resource": "arn:aws:s3:::notes/*"}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": statement}))
    return str(path)


def test_compare_shows_a_request_that_tells_two_policies_apart(tmp_path, capsys):
    first = policy_file(tmp_path, "first.json", "s3:GetObject")
    second = policy_file(tmp_path, "second.json", ["s3:GetObject", "s3:PutObject"])

    assert main(["compare", first, second]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "the second allows more",
        "  the second allows and the first does not: s3:PutObject on arn:aws:s3:::notes/x",
        "    the second: Statement `statement 1` allows it, and nothing denies it.",
        "    the first: A permission is missing: no statement allows it.",
    ]


def test_compare_writes_json_that_decide_can_read(tmp_path, capsys):
    first = policy_file(tmp_path, "first.json", "s3:GetObject")
    second = policy_file(tmp_path, "second.json", "s3:PutObject")

    assert main(["compare", first, second, "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["relation"] == "both"
    case = {**CASE, "request": answer["less"]["witness"]["request"]}
    assert run(tmp_path, json.dumps([case])) == 0


def test_compare_of_equal_policies_exits_with_zero(tmp_path, capsys):
    first = policy_file(tmp_path, "first.json", "s3:GetObject")

    assert main(["compare", first, first]) == 0
    assert capsys.readouterr().out == "they allow the same\n"


def test_compare_takes_a_list_of_policies(tmp_path):
    first = tmp_path / "list.json"
    parts = [
        policy_file(tmp_path, f"{number}.json", f"s3:{name}")
        for number, name in enumerate(("GetObject", "PutObject"))
    ]
    first.write_text(f"[{','.join(Path(part).read_text() for part in parts)}]")

    assert (
        main(["compare", str(first), policy_file(tmp_path, "both.json", ["s3:PutObject", "s3:GetObject"])])
        == 0
    )


def test_compare_names_the_fault_of_a_policy(tmp_path, capsys):
    broken = tmp_path / "broken.json"
    broken.write_text('{"Statement": {"Action": "s3:*", "Resource": "*"}}')

    assert main(["compare", str(broken), str(broken)]) == 2
    assert (
        "holds no policy that AWS would save: 1:15: error: the statement has no `Effect`"
        in capsys.readouterr().err
    )
