"""The index leaves out what can't match; that it leaves out nothing else is a law in test_stacks."""

import pytest

from iam.evaluation import compile_stack
from tests.iam.factories import INTRO, make_document, make_request, make_statement


def found(request, *statements):
    index = compile_stack(identity=[make_document(*statements)]).identity.index
    return [statement.ref.sid for statement in index.find(request)]


@pytest.mark.parametrize(
    ("elements", "is_found"),
    [
        ({"Action": "s3:GetObject"}, True),
        ({"Action": "S3:getobject"}, True),
        ({"Action": "s3:Get*"}, True),
        ({"Action": "*"}, True),
        ({"Action": "s*:GetObject"}, True),
        ({"NotAction": "iam:*"}, True),
        ({"Action": "s3:PutObject"}, False),
        ({"Action": "s3:Put*"}, False),
        ({"Action": "sns:*"}, False),
        ({"NotAction": "s3:*"}, False),
        ({"Resource": INTRO}, True),
        ({"Resource": "arn:aws:s3:::notes/*"}, True),
        ({"Resource": ["arn:aws:s3:::other/*", "arn:aws:s3:::notes/iam/*"]}, True),
        ({"Resource": "arn:aws:s3:::notes/${aws:username}/*"}, True),
        ({"NotResource": "arn:aws:s3:::other/*"}, True),
        ({"Resource": "arn:aws:s3:::other/*"}, False),
        ({"Resource": "arn:aws:s3:::notes/iam/intro"}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalTag/team": ["blue", "red"]}}}, True),
        ({"Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}}}, True),
        ({"Condition": {"StringEqualsIfExists": {"aws:PrincipalTag/role": "x"}}}, True),
        ({"Condition": {"StringEquals": {"aws:PrincipalTag/team": "green"}}}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalTag/role": "x"}}}, False),
    ],
)
def test_statement_is_found_where_it_may_match(elements, is_found):
    request = make_request(context={"aws:PrincipalTag/Team": "red"})
    beside = [make_statement(Sid=f"Beside{number}", Action="s3:PutObject") for number in range(5)]

    assert found(request, *beside, make_statement(Sid="It", **elements)) == (["It"] if is_found else [])


def test_statement_with_several_ways_in_is_found_once_and_in_order():
    resources = ["arn:aws:s3:::notes/*", "arn:aws:s3:::notes/iam/*", INTRO]
    statements = [
        make_statement(Sid=f"S{number}", Action=["s3:*", "s3:GetObject"], Resource=resources)
        for number in range(4)
    ]

    assert found(make_request(), *statements) == ["S0", "S1", "S2", "S3"]


def test_of_many_statements_for_anything_only_those_with_the_value_are_found():
    statements = [
        make_statement(Sid=f"S{number}", Condition={"StringEquals": {"aws:PrincipalTag/team": f"t{number}"}})
        for number in range(400)
    ]

    assert found(make_request(context={"aws:PrincipalTag/team": "t77"}), *statements) == ["S77"]
    assert found(make_request(context={"aws:PrincipalTag/team": "none"}), *statements) == []
    assert found(make_request(), *statements) == []
