import tomllib

import pytest

from iam.evaluation import NamedDocument, compile_stack, decide
from iam.explanation import explain
from iam.policy import parse_policy
from iam.services import RULES
from tests.iam.factories import ALICE, INTRO, make_document, make_policies, make_request, make_statement
from tests.iam.tables import CASES

SETTLED = tomllib.loads((CASES / "decisions" / "settled.toml").read_text())["case"]


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: case["id"])
def test_decision_is_the_guides(case):
    statements = [
        make_statement(effect, **case[name])
        for name, effect in (("allow", "Allow"), ("deny", "Deny"))
        if name in case
    ]
    documents = [make_document(*statements)] if statements else []
    stack = compile_stack(identity=documents, rules=RULES)
    request = make_request(
        case.get("action", "s3:GetObject"), case.get("resource", INTRO), case.get("principal", ALICE)
    )

    decision = decide(stack, request)

    assert decision.outcome == case["expected"]
    assert explain(stack, request).decision == decision


def test_deciding_statements_are_all_matching_denies():
    policies = make_policies(
        make_statement(Sid="Open"),
        make_statement("Deny", Sid="First"),
        make_statement("Deny", Sid="Other", Action="sns:*"),
        make_statement("Deny", Sid="Second", Action="*"),
    )

    decision = decide(policies, make_request())

    assert [ref.sid for ref in decision.deciding] == ["First", "Second"]
    assert decision.layer == "identity"


def test_statements_of_several_policies_are_joined():
    first = make_document(make_statement(Action="sns:*"))
    second = make_document(make_statement(Sid="Read"))

    decision = decide(compile_stack(identity=[first, second]), make_request())

    assert decision.outcome == "allowed"
    assert [(ref.policy, ref.statement) for ref in decision.deciding] == [(1, 0)]


def test_refused_document_leaves_the_decision_unknown_unless_another_denies():
    refused = parse_policy('{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}').document
    assert refused is not None
    denying = make_document(make_statement("Deny"))

    alone = decide(compile_stack(identity=[NamedDocument("Broken", refused)]), make_request())
    beside = decide(compile_stack(identity=[refused, denying]), make_request())

    assert alone.outcome == "unknown"
    assert [(one.code, one.values, one.turns) for one in alone.unknowns] == [
        ("refusedPolicy", {"policy": "Broken"}, True)
    ]
    assert beside.outcome == "explicitDeny"
    assert [one.turns for one in beside.unknowns] == [False]


def test_unknown_operator_is_named():
    policies = make_policies(make_statement(Sid="Odd", Condition={"StringMatches": {"aws:username": "a"}}))

    unknowns = decide(policies, make_request()).unknowns

    assert [(one.code, one.values) for one in unknowns] == [
        ("unknownOperator", {"statement": "Odd", "operator": "StringMatches", "key": "aws:username"})
    ]


def test_account_of_the_arn_counts_when_the_request_names_none():
    request = make_request("sqs:SendMessage", "arn:aws:sqs:us-east-1:222222222222:q", resource_account=None)

    decision = decide(make_policies(make_statement(Action="sqs:*")), request)

    assert (decision.outcome, decision.layer) == ("implicitDeny", "resource")


def test_grant_that_may_reach_further_says_why_it_is_unknown():
    # The account is named for sure, but delegates only; whether the unique id is alice's, nobody tells.
    named = ["arn:aws:iam::111111111111:root", "AIDAALICE1234567890"]
    policy = make_document(make_statement(Principal={"AWS": named}), policy_type="resource")

    decision = decide(compile_stack(resource=policy), make_request())

    assert decision.outcome == "unknown"
    assert [(one.code, one.values, one.turns) for one in decision.unknowns] == [
        ("undecidedPrincipal", {"statement": "statement 1", "caller": ALICE}, True)
    ]


def test_grant_beside_one_to_the_account_says_why_it_is_unknown():
    statements = [
        make_statement(Principal={"AWS": one})
        for one in ("arn:aws:iam::111111111111:root", "AIDAALICE1234567890")
    ]
    policy = make_document(*statements, policy_type="resource")

    decision = decide(compile_stack(resource=policy), make_request())

    assert decision.outcome == "unknown"
    assert [(one.values["statement"], one.turns) for one in decision.unknowns] == [("statement 2", True)]
