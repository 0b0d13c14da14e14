import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sandbox.examples import STARTER, trial_of
from sandbox.trial import Trial
from sandbox.verdict import judge, read_papers
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
    "principal": "arn:aws:iam::111122223333:user/ana",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::home/ana/a.txt",
}


def decision_of(page: str) -> str:
    match = re.search(r'class="verdict" data-decision="(\w+)"', page)
    assert match
    return match[1]


def marks_of(page: str, sheet: str = "identity") -> list[dict[str, Any]]:
    match = re.search(r'data-marks="([^"]*)"', page)
    assert match
    return dict(json.loads(unescape(match[1]))).get(sheet, [])


def send(client: Client, policy: str, **fields: str) -> str:
    response = client.post(
        "/sandbox/", REQUEST | {"policy.identity": policy} | fields, headers={"HX-Request": "true"}
    )
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
        ("principal", "", "Say who asks"),
        ("action", "s3:Get*", "is not an action"),
        ("action", "", "Say which action."),
        ("resource", "notes", "is not a resource"),
        ("more", "no equals sign", "is no <code>key = value</code>"),
        ("more", "= x", "is no <code>key = value</code>"),
        ("owner", "12", "is not an account"),
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


DENY_ALL = """{
  "Version": "2012-10-17",
  "Statement": [{"Sid": "Never", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]
}"""
DENY_ALL_OF_ALL = DENY_ALL.replace('"Deny",', '"Deny", "Principal": "*",')


@pytest.mark.parametrize(
    ("sheet", "policy"),
    [
        ("identity-2", DENY_ALL),
        ("boundary", DENY_ALL),
        ("session", DENY_ALL),
        ("scp-root", DENY_ALL),
        ("scp-account", DENY_ALL),
        ("resource", DENY_ALL_OF_ALL),
        ("rcp", DENY_ALL_OF_ALL),
        ("endpoint", DENY_ALL_OF_ALL),
    ],
)
@pytest.mark.django_db
def test_every_layer_is_asked_and_its_deny_is_marked_in_its_own_editor(
    client: Client, sheet: str, policy: str
) -> None:
    page = send(client, ALLOW, **{f"policy.{sheet}": policy})

    assert decision_of(page) == "explicitDeny"
    denies = [mark["line"] for mark in marks_of(page, sheet) if mark["kind"] == "explicitDeny"]
    assert denies == [3]
    assert f'data-sheet="{sheet}" data-line="3"' in page


@pytest.mark.parametrize(("name", "decision"), [("user/ana", "allowed"), ("user/ben", "implicitDeny")])
@pytest.mark.django_db
def test_trust_policy_alone_lets_in_whom_it_names(client: Client, name: str, decision: str) -> None:
    trust = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::111122223333:user/ana"},
            },
        }
    )
    fields = {
        "policy.trust": trust,
        "policy.resource": DENY_ALL_OF_ALL,
        "principal": f"arn:aws:iam::111122223333:{name}",
        "action": "sts:AssumeRole",
        "resource": "arn:aws:iam::111122223333:role/Reader",
    }

    assert decision_of(send(client, ALLOW, **fields)) == decision


@pytest.mark.django_db
def test_management_account_is_out_of_the_reach_of_scps(client: Client) -> None:
    page = send(client, ALLOW, **{"policy.scp-root": DENY_ALL, "in_management_account": "on"})

    assert decision_of(page) == "allowed"


@pytest.mark.django_db
def test_owner_of_the_resource_makes_the_request_cross_account(client: Client) -> None:
    page = send(client, ALLOW, owner="444455556666")

    assert decision_of(page) == "implicitDeny"


@pytest.mark.django_db
def test_policy_is_added_with_a_text_to_begin_with_and_taken_away(client: Client) -> None:
    form = REQUEST | {"policy.identity": ALLOW}
    add = {"add": "yes", "add_choice": "boundary"}
    remove = {"policy.boundary": DENY_ALL, "remove": "boundary"}

    added = client.post("/sandbox/", form | add, follow=True).content.decode()
    removed = client.post("/sandbox/", form | remove, follow=True).content.decode()

    assert 'id="sheet-boundary" open>' in added
    assert "s3:*" in added
    assert 'id="sheet-boundary"' not in removed
    assert "home/${aws:username}" in removed


@pytest.mark.parametrize("choice", ["nonsense", "identity", ""])
@pytest.mark.django_db
def test_adding_what_is_not_there_changes_nothing(client: Client, choice: str) -> None:
    form = REQUEST | {"policy.identity": ALLOW, "add": "yes", "add_choice": choice}

    page = client.post("/sandbox/", form, follow=True).content.decode()

    assert page.count('class="sheet"') == 1
    assert "home/${aws:username}" in page


@pytest.mark.django_db
def test_empty_table_denies_by_silence(client: Client) -> None:
    response = client.post("/sandbox/", REQUEST, headers={"HX-Request": "true"})

    assert decision_of(response.content.decode()) == "implicitDeny"


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
            "arn:aws:iam::111122223333:role/Reader",
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

    assert (list(trial.policies), trial.resource) == ([kind], resource)
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
    instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"
    trial = Trial({"identity": policy}, action="ec2:CreateTags", resource=instance)

    papers = read_papers(trial)
    both = judge(replace(trial, context={"aws:TagKeys": "team, cost"}), papers)
    other = judge(replace(trial, context={"aws:TagKeys": "team, owner"}), papers)

    assert (both.outcome, other.outcome) == ("allowed", "implicitDeny")


@pytest.mark.django_db
def test_policy_of_a_note_opens_with_its_request(client: Client, write_vault: WriteVault) -> None:
    write_vault({"A.md": f"Text\n\n```json\n{ALLOW}\n```\n"})
    page = client.get("/notes/a/").content.decode()
    link = re.search(r'href="(/sandbox/\?[^"]+)">Open in the sandbox', page)
    assert link

    opened = client.get(unescape(link[1]), follow=True).content.decode()

    assert decision_of(opened) == "allowed"
    assert 'value="arn:aws:s3:::home/ana/example"' in opened


@pytest.mark.parametrize("query", ["note=a&policy=b-0", "note=none&policy=b-0", "note=a&policy=%22%3E"])
@pytest.mark.django_db
def test_policy_that_is_not_there_is_a_404(client: Client, write_vault: WriteVault, query: str) -> None:
    write_vault({"A.md": "no policy"})

    assert client.get(f"/sandbox/?{query}").status_code == 404


@pytest.mark.django_db
def test_values_outlive_a_policy_that_cannot_be_read_for_a_moment(client: Client) -> None:
    broken = send(client, STARTER[:-1], **{"key.aws:MultiFactorAuthPresent": "true"})
    assert 'type="hidden" name="kept.aws:MultiFactorAuthPresent" value="true"' in broken

    mended = send(client, STARTER, action="s3:DeleteObject", **{"kept.aws:MultiFactorAuthPresent": "true"})

    assert 'name="key.aws:MultiFactorAuthPresent" value="true"' in mended


@pytest.mark.django_db
def test_edited_policy_of_a_note_outlives_loading_the_page_again(
    client: Client, write_vault: WriteVault
) -> None:
    write_vault({"A.md": f"Text\n\n```json\n{ALLOW}\n```\n"})
    send(client, DENY_ALL)
    link = re.search(
        r'href="(/sandbox/\?[^"]+)">Open in the sandbox', client.get("/notes/a/").content.decode()
    )
    assert link

    opened = client.get(unescape(link[1]))
    send(client, ALLOW.replace("Own", "Mine"))

    assert (opened.status_code, opened["Location"]) == (302, "/sandbox/")
    assert "Mine" in client.get("/sandbox/").content.decode()
    client.post("/sandbox/former/")
    assert "Never" in client.get("/sandbox/").content.decode()


@pytest.mark.django_db
def test_looking_keeps_nothing(client: Client) -> None:
    client.get("/sandbox/")

    assert "sandbox_trial" not in client.session


@pytest.mark.django_db
def test_change_that_would_turn_the_decision_is_offered(client: Client) -> None:
    fields = {"resource": "arn:aws:s3:::notes/a", "key.aws:MultiFactorAuthPresent": "false"}

    page = send(client, STARTER, action="s3:DeleteObject", **fields)

    changes = [json.loads(unescape(fields)) for fields in re.findall(r'data-fields="([^"]+)"', page)]
    assert {change.get("key.aws:MultiFactorAuthPresent") for change in changes} >= {"true"}


@pytest.mark.django_db
def test_rcp_that_says_nothing_of_the_request_takes_nothing_away(client: Client) -> None:
    page = send(client, ALLOW, **{"policy.rcp": DENY_ALL_OF_ALL.replace("s3:*", "sqs:*")})

    assert decision_of(page) == "allowed"


def test_ways_to_more_permissions_are_told_with_a_request_to_try(client: Client, db: None) -> None:
    statement = {"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    page = client.post("/sandbox/", {"policy.identity": policy, "principal": "x"}).content.decode()

    assert "Handing a strong role to a machine." in page
    assert "<code>iam:PassRole</code>, <code>ec2:RunInstances</code>" in page
    assert "arn:aws:iam::111122223333:role/x" in page
    harmless = client.post("/sandbox/", {"policy.identity": STARTER, "principal": "x"}).content.decode()
    assert "What else the identity policy lets in" not in harmless
