"""The page that holds two policies side by side."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from sandbox.comparing import EXAMPLE_A, EXAMPLE_B, LONGEST, Pair, hold
from sandbox.domain import SESSION_KEY

ADDRESS = "/sandbox/compare/"
HTMX = {"HX-Request": "true"}


def text_of(action: str, resource: str = "arn:aws:s3:::notes/*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def test_pair_that_differs_has_a_request_that_shows_it() -> None:
    held = hold(Pair(EXAMPLE_A, EXAMPLE_B))

    more, less = held.halves
    assert held.title == "B allows more"
    assert more.witness is not None
    assert more.witness.resource == "arn:aws:s3:::notesx/x"
    assert more.witness.outcomes == {"a": "implicitDeny", "b": "allowed"}
    assert less.witness is None
    assert not less.reason
    changed = [(line.kind, line.number, line.text.strip()) for line in held.diff if line.kind != "same"]
    assert changed == [
        ("removed", 7, '"Resource": "arn:aws:s3:::notes/*"'),
        ("added", 7, '"Resource": "arn:aws:s3:::notes*"'),
    ]


@pytest.mark.parametrize(
    "typed", ["", "{", "[]", "null", '{"Statement": 7}', '{"Statement": {"Effect": "Allow"}}', "\0"]
)
def test_half_typed_policy_is_named_with_its_place(typed: str) -> None:
    held = hold(Pair(EXAMPLE_A, typed))

    assert held.title == "Not comparable yet"
    assert not held.halves
    assert {side for side, _ in held.remarks} == {"b"}
    assert held.marks["b"][0].line >= 1


def test_text_that_is_too_long_is_refused_with_the_limit() -> None:
    held = hold(Pair(EXAMPLE_A, EXAMPLE_B + " " * LONGEST))

    assert held.title == "Too long to compare"
    assert "B is longer than 20,000 characters" in held.lede


def test_first_visit_has_a_pair_to_learn_from(client: Client, db: None) -> None:
    page = client.get(ADDRESS).content.decode()

    assert "B allows more" in page
    assert "Proved: there is no such request." in page


def test_answer_alone_comes_for_htmx_and_the_pair_is_kept(client: Client, db: None) -> None:
    form = {"policy.a": text_of("s3:GetObject"), "policy.b": text_of("s3:PutObject")}
    answer = client.post(ADDRESS, form, headers=HTMX).content.decode()

    assert "They part both ways" in answer
    assert "<html" not in answer
    assert "s3:PutObject" in client.get(ADDRESS).content.decode()


def test_witness_opens_in_the_sandbox_under_either_policy(client: Client, db: None) -> None:
    form = {"policy.a": EXAMPLE_A, "policy.b": EXAMPLE_B}
    for name, word in (("ab", "Implicit deny"), ("bb", "Allowed")):
        response = client.post(ADDRESS, form | {"open": name}, follow=True)
        assert response.redirect_chain == [(reverse("sandbox:open_sandbox"), 302)]
        page = response.content.decode()
        assert "arn:aws:s3:::notesx/x" in page
        assert f'<p class="verdict-word">{word}</p>' in page


@pytest.mark.parametrize("name", ["", "x", "ba", "aa", "zz", "a" * 500])
def test_witness_that_is_not_there_opens_nothing(client: Client, db: None, name: str) -> None:
    form = {"policy.a": EXAMPLE_A, "policy.b": EXAMPLE_B, "open": name}
    if name in ("ba", "aa"):  # A allows nothing that B does not
        assert client.post(ADDRESS, form).status_code == 200
    assert SESSION_KEY not in client.session


def test_policy_of_the_sandbox_starts_on_both_sides(client: Client, db: None) -> None:
    client.post("/sandbox/", {"policy.identity": text_of("sqs:SendMessage", "*"), "principal": "x"})
    page = client.get(f"{ADDRESS}?from=sandbox").content.decode()

    assert page.count("sqs:SendMessage") >= 2
    assert "The same" in page


def test_hostile_text_stays_text(client: Client, db: None) -> None:
    hostile = text_of("s3:GetObject", 'arn:aws:s3:::</textarea><script>alert(1)</script>"*')
    page = client.post(ADDRESS, {"policy.a": hostile, "policy.b": EXAMPLE_B}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_statement_that_changes_nothing_is_named(client: Client, db: None) -> None:
    statements = [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Sid": "Idle", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
    ]
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)
    page = client.post(ADDRESS, {"policy.a": EXAMPLE_A, "policy.b": text}, headers=HTMX).content.decode()

    assert "statement 2</a> (<code>Idle</code>) changes nothing: without it B allows the same." in page
