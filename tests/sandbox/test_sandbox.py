import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sandbox.examples import STARTER, trial_of
from sandbox.trial import Trial
from sandbox.verdict import judge
from tests.conftest import WriteVault

ALLOW = """{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "Own",
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::home/${aws:username}/*"
  }
}"""
REQUEST = {
    "kind": "identity",
    "principal": "arn:aws:iam::111122223333:user/ana",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::home/ana/a.txt",
}


def decision_of(page: str) -> str:
    match = re.search(r'class="verdict" data-decision="(\w+)"', page)
    assert match
    return match[1]


def marks_of(page: str) -> list[dict[str, Any]]:
    match = re.search(r'data-marks="([^"]*)"', page)
    assert match
    return json.loads(unescape(match[1]))


def send(client: Client, policy: str, **fields: str) -> str:
    response = client.post("/sandbox/", REQUEST | {"policy": policy} | fields, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_first_visit_decides_the_starter_policy(client: Client) -> None:
    page = client.get("/sandbox/").content.decode()

    assert decision_of(page) == "explicitDeny"
    assert "Statement <code>NoDeleteWithoutMFA</code> denies it" in page


@pytest.mark.django_db
def test_fragment_holds_the_answer_without_the_page(client: Client) -> None:
    page = send(client, ALLOW)

    assert "<html" not in page
    assert decision_of(page) == "allowed"


@pytest.mark.django_db
def test_field_appears_for_a_key_that_the_policy_reads(client: Client) -> None:
    page = send(client, ALLOW)

    assert 'name="key.aws:username" value="ana"' in page


@pytest.mark.django_db
def test_fields_stay_untouched_while_the_same_keys_are_read(client: Client) -> None:
    page = send(client, ALLOW, **{"key.aws:username": "bob"})

    assert 'id="context-rows"' not in page
    assert decision_of(page) == "implicitDeny"


@pytest.mark.django_db
def test_fault_is_named_with_its_place(client: Client) -> None:
    page = send(client, ALLOW.replace('"Allow",', '"Allow"'))

    assert decision_of(page) == "unknown"
    (fault,) = [mark for mark in marks_of(page) if mark["kind"] == "error"]
    assert (fault["line"], f">{fault['line']}:{fault['column']}</a>" in page) == (6, True)


@pytest.mark.django_db
def test_matching_statement_marks_the_line_of_its_effect(client: Client) -> None:
    page = send(client, STARTER, action="s3:DeleteObject", resource="arn:aws:s3:::notes/a")

    assert [(mark["kind"], mark["line"]) for mark in marks_of(page)] == [("allowed", 6), ("explicitDeny", 12)]


@pytest.mark.django_db
def test_table_is_kept_for_the_next_visit_and_cleared_on_demand(client: Client) -> None:
    send(client, ALLOW)
    assert "home/${aws:username}" in client.get("/sandbox/").content.decode()

    client.post("/sandbox/new/")

    assert "NoDeleteWithoutMFA" in client.get("/sandbox/").content.decode()


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("principal", "ana", "can&#x27;t make requests"),
        ("principal", "", "can&#x27;t make requests"),
        ("action", "s3:Get*", "is not an action"),
        ("action", "", "is not an action"),
        ("resource", "notes", "is not a resource"),
        ("more", "no equals sign", "is no <code>key = value</code>"),
        ("more", "= x", "is no <code>key = value</code>"),
    ],
)
@pytest.mark.django_db
def test_unusable_request_names_its_field(client: Client, field: str, text: str, words: str) -> None:
    page = send(client, ALLOW, **{field: text})

    assert decision_of(page) == "unknown"
    assert f'<a href="#{field}">' in page
    assert words in page


@pytest.mark.django_db
def test_unknown_action_gets_a_suggestion_and_a_decision(client: Client) -> None:
    page = send(client, ALLOW, action="s3:GetObjekt")

    assert "Did you mean <code>s3:GetObject</code>?" in page
    assert decision_of(page) == "implicitDeny"


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "{",
        "[]",
        "null",
        "nonsense",
        "\0",
        "{" * 100_000,
        '{"Statement": []}',
        ALLOW[:60],
        '{"Version": "2012-10-17", "Version": "2008-10-17", "Statement": []}',
        '{"a": "' + "x" * 1_000_000 + '"}',
    ],
    ids=[
        "empty",
        "open",
        "list",
        "null",
        "word",
        "nul",
        "deep",
        "no statement",
        "truncated",
        "twice",
        "1 MB",
    ],
)
@pytest.mark.django_db
def test_hostile_policy_gives_a_finding_and_no_decision(client: Client, policy: str) -> None:
    page = send(client, policy)

    assert decision_of(page) == "unknown"
    assert re.search(r'data-line="\d+"', page)


@pytest.mark.parametrize(
    "kind", ["resource", "trust", "boundary", "session", "scp", "rcp", "endpoint", "nonsense"]
)
@pytest.mark.django_db
def test_policy_of_another_kind_is_never_decided_as_if_it_were_known(client: Client, kind: str) -> None:
    page = send(client, ALLOW, kind=kind)

    assert decision_of(page) == ("allowed" if kind == "nonsense" else "unknown")


@pytest.mark.parametrize(
    ("statement", "kind", "action", "resource"),
    [
        (
            {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"},
            "identity",
            "s3:GetObject",
            "arn:aws:s3:::a/example",
        ),
        (
            {"Action": ["S3:LISTBUCKET"], "Resource": "*"},
            "identity",
            "s3:ListBucket",
            "arn:aws:s3:::notes/intro.md",
        ),
        ({"Action": "ec2:Describe*", "Resource": "*"}, "identity", None, "*"),
        ({"Action": "*", "Resource": "*"}, "identity", "s3:GetObject", "arn:aws:s3:::notes/intro.md"),
        (
            {"Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}},
            "trust",
            "sts:AssumeRole",
            "arn:aws:sts:eu-west-1:111122223333:example",
        ),
        (
            {"Action": "s3:GetObject", "Principal": "*", "Resource": "arn:aws:s3:::a/${aws:username}"},
            "resource",
            "s3:GetObject",
            "arn:aws:s3:::a/ana",
        ),
    ],
)
def test_opened_policy_comes_with_a_request_it_speaks_of(
    statement: dict[str, Any], kind: str, action: str | None, resource: str
) -> None:
    trial = trial_of(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]}))

    assert (trial.kind, trial.resource) == (kind, resource)
    assert trial.action == action or (action is None and trial.action.startswith("ec2:Describe"))


def test_several_values_of_a_list_key_are_parted_by_commas() -> None:
    policy = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "ec2:CreateTags",
                "Resource": "*",
                "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}},
            },
        }
    )
    trial = Trial(policy, action="ec2:CreateTags", resource="arn:aws:ec2:eu-west-1:111122223333:instance/i-1")

    both = judge(Trial(**{**trial.as_json(), "context": {"aws:TagKeys": "team, cost"}}))
    other = judge(Trial(**{**trial.as_json(), "context": {"aws:TagKeys": "team, owner"}}))

    assert (both.outcome, other.outcome) == ("allowed", "implicitDeny")


@pytest.mark.django_db
def test_policy_of_a_note_opens_with_its_request(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": f"Text\n\n```json\n{ALLOW}\n```\n"})
    page = client.get("/notes/a/").content.decode()
    link = re.search(r'href="(/sandbox/\?[^"]+)">Open in the sandbox', page)
    assert link

    opened = client.get(unescape(link[1])).content.decode()

    assert decision_of(opened) == "allowed"
    assert 'value="arn:aws:s3:::home/ana/example"' in opened


@pytest.mark.parametrize("query", ["note=a&policy=b-0", "note=none&policy=b-0", "note=a&policy=%22%3E"])
@pytest.mark.django_db
def test_policy_that_is_not_there_is_a_404(client: Client, write_vault: WriteVault, query: str) -> None:
    write_vault({"A.md": "no policy"})

    assert client.get(f"/sandbox/?{query}").status_code == 404
