"""Findings stand where the fault is, and sound documents have none."""

import inspect
import itertools
import json
import re
import time
import tomllib
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

import iam.validation
from iam.messages import finding_message
from iam.messages.findings import FINDINGS
from iam.validation import validate_policy
from iam.validation.globs import NO_COLON, NO_SLASH, covers, overlap
from iam.validation.validating import MOST_FINDINGS
from tests.iam.tables import CASES

TABLES = tomllib.loads((CASES / "validation.toml").read_text())
FRAME = '{{\n  "Version": "2012-10-17",\n  "Statement": [\n    {{\n{}\n    }}\n  ]\n}}'


def marked_text(case):
    return case.get("document") or FRAME.format(case["statement"])


def place_of(text, mark):
    """Line and column, from 1, of a mark once both marks are taken out."""
    before = text[: text.index(mark)].replace("«", "")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def name_of(case):
    return f"{case['finding'][0]} {case.get('type', 'identity')}"


@pytest.mark.parametrize("case", TABLES["place"], ids=name_of)
def test_finding_stands_at_its_element_and_alone(case):
    marked = marked_text(case)
    text = re.sub("[«»]", "", marked)

    found = [
        (
            one.code,
            one.severity,
            one.fix,
            (one.span.line, one.span.column),
            (one.span.end_line, one.span.end_column),
        )
        for one in validate_policy(text, case.get("type", "identity"))
    ]

    code, severity, fix = (*case["finding"], None)[:3]
    assert found == [(code, severity, fix, place_of(marked, "«"), place_of(marked, "»"))]


@pytest.mark.parametrize("case", [one for one in TABLES["place"] if len(one["finding"]) == 3], ids=name_of)
def test_fix_put_in_its_place_leaves_nothing_to_say_of_the_fault(case):
    code, _, fix = case["finding"]
    mended = re.sub("«.*»", lambda _: fix, marked_text(case), flags=re.DOTALL)

    assert code not in [one.code for one in validate_policy(mended, case.get("type", "identity"))]


@pytest.mark.parametrize("case", TABLES["sound"], ids=lambda case: case["name"])
def test_sound_document_has_no_finding(case):
    assert validate_policy(case["document"], case.get("type", "identity")) == ()


@pytest.mark.parametrize("case", TABLES["place"], ids=name_of)
def test_sentence_quotes_what_the_document_says(case):
    text = re.sub("[«»]", "", marked_text(case))

    for finding in validate_policy(text, case.get("type", "identity")):
        message = finding_message(finding)
        assert "{" not in re.sub("`[^`]*`", "", message.sentence), message
        assert message.advice


def test_tables_are_large_enough():
    assert len(TABLES["place"]) >= 100
    assert len(TABLES["sound"]) >= 30


def test_every_code_has_a_sentence_and_a_case():
    modules = [import_module(f"iam.validation.{one.name}") for one in iter_modules(iam.validation.__path__)]
    source = "".join(map(inspect.getsource, modules))
    written = set(re.findall(r'(?:Finding|_finding|_remark)\(\s*"(\w+)"', source))
    cases = TABLES["place"] + [one for one in TABLES["case"] if "finding" in one]
    tried = {case["finding"][0] for case in cases}
    # Of documents with several thousand characters, which the tests of sizes make.
    elsewhere = {"policyLarge", "policyLargeWithBlanks", "policyTooLarge", "resourcePolicyTooLarge"}

    assert written - FINDINGS.keys() == set()
    assert tried - FINDINGS.keys() == set()
    assert written - tried - elsewhere == set()


def resource_policy(action, size):
    statement = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement}) + " " * size


def test_bucket_and_key_policies_have_sizes_of_their_own():
    def codes(action, size):
        return [one.code for one in validate_policy(resource_policy(action, size), "resource")]

    assert codes("s3:GetObject", 20_000) == []
    assert codes("s3:GetObject", 21_000) == ["resourcePolicyTooLarge"]
    assert codes("kms:Decrypt", 32_000) == []
    assert codes("kms:Decrypt", 33_000) == ["resourcePolicyTooLarge"]
    assert codes("sqs:SendMessage", 33_000) == []


def test_white_space_counts_in_control_policies():
    statement = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": statement}) + "\n" * 10_240

    assert [one.code for one in validate_policy(text, "scp")] == ["policyLargeWithBlanks"]
    assert validate_policy(text, "identity") == ()


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": [f"ec2:Describ{number}" for number in range(6_000)], "Resource": "*"},
        {"Action": "s3:*", "Resource": [f"arn:aws:s3:::*{number}*" for number in range(5_000)]},
        {"Action": ["s3:*", "ec2:*"], "Resource": [f"arn:aws:ec2:x:x:z{number}*" for number in range(1_200)]},
        {"Action": "s3:" + "*a" * 9_000, "Resource": "arn:aws:s3:::" + "*a" * 9_000},
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::" + "${aws:usernam}" * 7_000},
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::" + "${" * 30_000 + "}"},
        {"Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"." * 100_000: "a"}}},
        {
            "Action": "s3:GetObject",
            "Resource": "*",
            "Condition": {"Null": {f"aws:RequestTag/{number}": "true" for number in range(3_500)}},
        },
    ],
    ids=["misspelt", "wildcards", "pairs", "long globs", "variables", "braces", "dots", "conditions"],
)
def test_document_that_means_harm_is_checked_soon(statement):
    text = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})
    start = time.process_time()

    findings = validate_policy(text)

    assert len(findings) <= MOST_FINDINGS
    assert time.process_time() - start < 2


def test_checks_compare_no_wildcard_a_variable_brings():
    resources = '["arn:aws:s3:::notes/${*}", "arn:aws:s3:::notes/iam"]'
    text = FRAME.format(f'"Effect": "Allow", "Action": "s3:GetObject", "Resource": {resources}')

    assert validate_policy(text) == ()


def expression_of(pattern):
    wild = {"*": ".*", "?": ".", NO_COLON: "[^:]*", NO_SLASH: "[^:/]*"}
    return re.compile("".join(wild.get(one, re.escape(one)) for one in pattern))


SHORT_TEXTS = ["".join(one) for length in range(6) for one in itertools.product("a:/", repeat=length)]


@given(st.text("a:/*?", max_size=4), st.text("a:/*?", max_size=4))
def test_pattern_that_covers_another_takes_all_its_texts(wide, narrow):
    taken = [one for one in SHORT_TEXTS if expression_of(narrow).fullmatch(one)]

    if covers(wide, narrow):
        assert all(expression_of(wide).fullmatch(one) for one in taken)
    assert covers(wide, wide)


@given(st.text("a:/*?", max_size=3), st.text(["a", ":", "/", "*", NO_COLON, NO_SLASH], max_size=3))
def test_patterns_overlap_if_and_only_if_a_text_fits_both(one, other):
    shared = [text for text in SHORT_TEXTS if expression_of(one).fullmatch(text)]

    # Two patterns of three characters that share a text share one of five at most.
    assert overlap(one, other) == any(expression_of(other).fullmatch(text) for text in shared)
