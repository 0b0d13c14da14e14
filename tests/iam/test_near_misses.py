import time

import pytest
from hypothesis import given, settings

from iam.evaluation import Level, NamedDocument, compile_stack, decide
from iam.explanation import near_misses
from iam.messages import near_miss_message
from iam.services import RULES
from tests.iam.factories import make_document, make_request, make_statement
from tests.iam.strategies import compiled, requests, stacks

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ALICE = "arn:aws:iam::111111111111:user/alice"


def sentences(stack, request, **options):
    return [near_miss_message(near) for near in near_misses(stack, request, **options)]


def stack_of(*statements, **layers):
    return compile_stack(identity=[make_document(*statements)], rules=RULES, **layers)


@pytest.mark.parametrize(
    ("statements", "context", "told"),
    [
        (
            [make_statement(Condition=MFA)],
            {},
            [
                "It would be allowed if `aws:MultiFactorAuthPresent` were `true`.",
                "It would be allowed if `statement 1` had no Bool on `aws:MultiFactorAuthPresent`.",
            ],
        ),
        (
            [make_statement(Condition={"StringEquals": {"aws:PrincipalTag/team": "blue"}})],
            {"aws:PrincipalTag/team": "red"},
            [
                "It would be allowed if `aws:PrincipalTag/team` were `blue`.",
                "It would be allowed if `statement 1` had no StringEquals on `aws:PrincipalTag/team`.",
            ],
        ),
        (
            [make_statement(Condition={"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}})],
            {"aws:MultiFactorAuthAge": "400"},
            [
                "It would be allowed if `aws:MultiFactorAuthAge` were `299`.",
                "It would be allowed if `statement 1` had no NumericLessThan on `aws:MultiFactorAuthAge`.",
            ],
        ),
        (
            [make_statement(Condition={"Null": {"aws:TokenIssueTime": "true"}})],
            {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"},
            [
                "It would be allowed if the request had no `aws:TokenIssueTime`.",
                "It would be allowed if `statement 1` had no Null on `aws:TokenIssueTime`.",
            ],
        ),
        (
            [make_statement(Action="s3:PutObject")],
            {},
            [
                "It would be allowed for the action `s3:PutObject`.",
                "It would be allowed if `statement 1` listed the action `s3:GetObject`.",
            ],
        ),
        (
            [make_statement(Resource="arn:aws:s3:::other/*")],
            {},
            [
                "It would be allowed for the resource `arn:aws:s3:::other/example`.",
                "It would be allowed if `statement 1` listed the resource `arn:aws:s3:::notes/iam/intro.md`.",
            ],
        ),
        (
            [make_statement(), make_statement("Deny", Sid="NoNotes")],
            {},
            ["It would be allowed without the statement `NoNotes`."],
        ),
        (
            [
                make_statement(),
                make_statement("Deny", Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
            ],
            {"aws:SourceIp": "198.51.100.7"},
            [
                "It would be denied if `aws:SourceIp` were `203.0.113.0`.",
                "It would be denied if `statement 2` had no IpAddress on `aws:SourceIp`.",
                "It would be denied without the statement `statement 1`.",
            ],
        ),
        ([make_statement(Action="s3:PutObject", Condition=MFA)], {}, []),
    ],
)
def test_smallest_changes_are_told(statements, context, told):
    assert sentences(stack_of(*statements), make_request(context=context)) == told


def test_statement_of_another_layer_is_named_with_it():
    boundary = make_document(make_statement(Action="ec2:*"), policy_type="boundary")
    resource = make_document(
        make_statement(Principal={"AWS": "arn:aws:iam::111111111111:user/bob"}), policy_type="resource"
    )

    capped = stack_of(make_statement(), boundary=boundary)
    unnamed = stack_of(make_statement(Action="sns:*"), resource=resource)

    assert sentences(capped, make_request()) == [
        "It would be allowed if `statement 1` of the permissions boundary listed the action `s3:GetObject`."
    ]
    assert sentences(unnamed, make_request()) == [
        f"It would be allowed if `statement 1` of the resource policy named `{ALICE}`.",
        "It would be allowed if `statement 1` listed the action `s3:GetObject`.",
    ]


def test_limit_is_kept():
    statements = [make_statement(Action=f"s3:Put{number}") for number in range(30)]

    assert len(near_misses(stack_of(*statements), make_request())) == 6
    assert len(near_misses(stack_of(*statements), make_request(), limit=2)) == 2


def test_many_statements_take_bounded_work():
    statements = [
        make_statement(Condition={"StringEquals": {f"aws:PrincipalTag/t{number}": ["a", "b"]}}, Resource="*")
        for number in range(3_000)
    ]
    documents = [make_document(*statements[start : start + 500]) for start in range(0, 3_000, 500)]
    level = Level("root", (NamedDocument("", make_document(make_statement("Deny"), policy_type="scp")),))
    stack = compile_stack(identity=documents, scps=[level])
    start = time.perf_counter()

    assert near_misses(stack, make_request()) == ()
    assert time.perf_counter() - start < 5


@settings(max_examples=150, deadline=None)
@given(stacks, requests)
def test_every_near_miss_turns_the_decision(texts, request):
    stack = compiled(texts)
    was_allowed = decide(stack, request).outcome == "allowed"

    found = near_misses(stack, request)

    assert len(found) <= 6
    for near in found:
        assert near_miss_message(near).endswith(".")
        assert (near.decision.outcome == "allowed") is not was_allowed
        assert near.decision.outcome != "unknown"
        if near.request is not None:
            assert decide(stack, near.request) == near.decision
        else:
            assert near.ref is not None
    of_request = [near.request is not None for near in found]
    assert of_request == sorted(of_request, reverse=True)
