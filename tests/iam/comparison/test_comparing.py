"""What one policy allows and another does not: pairs by hand, each with the request that shows it."""

from itertools import pairwise
from typing import Any

import pytest

from iam.comparison import Comparison, compare
from tests.iam.comparison.pairs import Json, parse, policy_of

READ = "arn:aws:s3:::notes/*"
MFA = "aws:MultiFactorAuthPresent"


def allow(action: str | list[str], resource: str | list[str] = "*", **condition: Json) -> Json:
    return state("Allow", action, resource, condition)


def deny(action: str | list[str], resource: str | list[str] = "*", **condition: Json) -> Json:
    return state("Deny", action, resource, condition)


def state(effect: str, action: Any, resource: Any, condition: Json) -> Json:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    spelled = {operator.replace("__", ":"): entries for operator, entries in condition.items()}
    return statement | ({"Condition": spelled} if spelled else {})


def hold(first: list[Json], second: list[Json]) -> Comparison:
    return compare([parse(policy_of(first))], [parse(policy_of(second))])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([allow("s3:*")], [allow("s3:*"), allow("s3:GetObject", READ)]),
        ([allow("s3:GetObject", READ)], [allow("S3:getobject", READ)]),
        # An action without resource types takes `*` only, so this grants nothing.
        ([allow("s3:GetObject", READ)], [allow("s3:GetObject", READ), allow("ec2:DescribeInstances", READ)]),
        # Objects are all that s3:GetObject speaks of.
        ([allow("s3:GetObject", "arn:aws:s3:::*/*")], [allow("s3:GetObject", "arn:aws:s3:::*")]),
        ([allow("s3:GetObject", ["arn:aws:s3:::a/*", "arn:aws:s3:::a*"])], [allow("s3:GetObject", "arn:aws:s3:::a*")]),
        ([allow("s3:*", READ), deny("s3:*", READ)], [deny("s3:*")]),
        (
            [allow("s3:GetObject", IpAddress={"aws:SourceIp": "203.0.113.0/24"})],
            [allow("s3:GetObject", IpAddress={"aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"]})],
        ),
        (
            [allow("s3:GetObject", Bool={MFA: "true"})],
            [allow("s3:GetObject"), deny("s3:GetObject", BoolIfExists={MFA: "false"})],
        ),
        (
            [allow("s3:GetObject", NumericLessThan={"aws:MultiFactorAuthAge": "60"})],
            [
                allow("s3:GetObject", NumericLessThanEquals={"aws:MultiFactorAuthAge": "60"}),
                deny("s3:GetObject", NumericEquals={"aws:MultiFactorAuthAge": "60"}),
            ],
        ),
        (
            [allow("s3:GetObject", "arn:aws:s3:::notes/${aws:username}/*")],
            [
                allow("s3:GetObject", "arn:aws:s3:::notes/${aws:username}/*"),
                allow("s3:GetObject", "arn:aws:s3:::notes/bob/*", StringEquals={"aws:username": "bob"}),
            ],
        ),
    ],
)  # fmt: skip
def test_policies_that_allow_the_same(first: list[Json], second: list[Json]) -> None:
    assert hold(first, second).relation == "equal"


@pytest.mark.parametrize(
    ("first", "second", "action", "resource", "keys"),
    [
        ([allow("s3:GetObject", READ)], [allow("s3:GetObject", "arn:aws:s3:::notes*")],
         "s3:GetObject", "arn:aws:s3:::notesx/x", {}),
        ([allow("s3:ListBucket", "arn:aws:s3:::notes")], [allow(["s3:ListBucket", "s3:PutObject"],
         ["arn:aws:s3:::notes", READ])], "s3:PutObject", "arn:aws:s3:::notes/x", {}),
        ([allow("ec2:*", Bool={MFA: "true"})], [allow("ec2:*", BoolIfExists={MFA: "true"})],
         "ec2:CopyImage", None, {}),
        ([allow("s3:GetObject", READ, StringEquals={"aws:PrincipalTag/team": "blue"})],
         [allow("s3:GetObject", READ, StringLike={"aws:PrincipalTag/team": "blu*"})],
         "s3:GetObject", "arn:aws:s3:::notes/x", {"aws:PrincipalTag/team": ("blu",)}),
        ([allow("sqs:SendMessage", ForAnyValue__StringEquals={"aws:TagKeys": "team"})],
         [allow("sqs:SendMessage", ForAnyValue__StringEquals={"aws:TagKeys": ["team", "cost"]})],
         "sqs:SendMessage", None, {"aws:TagKeys": ("cost",)}),
        ([allow("s3:GetObject", "arn:aws:s3:::a*b/*")], [allow("s3:GetObject", "arn:aws:s3:::a*/*")],
         "s3:GetObject", "arn:aws:s3:::a/x", {}),
        ([allow("s3:GetObject", "arn:aws:s3:::notes/${aws:username}/*")],
         [allow("s3:GetObject", "arn:aws:s3:::notes/bob/*"),
          allow("s3:GetObject", "arn:aws:s3:::notes/${aws:username}/*")],
         "s3:GetObject", "arn:aws:s3:::notes/bob/", {}),
    ],
)  # fmt: skip
def test_request_that_only_the_second_allows(
    first: list[Json], second: list[Json], action: str, resource: str | None, keys: dict[str, Any]
) -> None:
    result = hold(first, second)
    assert result.relation == "more"
    witness = result.more.witness
    assert witness is not None
    assert witness.is_known_action
    assert witness.request.action == action
    assert resource is None or witness.request.resource == resource
    assert dict(witness.request.context) == keys
    assert witness.allowing.outcome == "allowed"


def test_each_side_may_allow_something_of_its_own() -> None:
    result = hold([allow("s3:GetObject", READ)], [allow("s3:PutObject", READ)])
    assert result.relation == "both"
    assert result.less.witness is not None
    assert result.less.witness.request.action == "s3:GetObject"


def test_everything_but_has_a_witness_elsewhere() -> None:
    everything_but = {"Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "*"}
    result = hold([allow(["s3:*", "sqs:*"])], [everything_but])
    assert result.more.witness is not None
    service = result.more.witness.request.action.partition(":")[0]
    assert service not in ("iam", "s3", "sqs")
    assert result.more.witness.is_known_action


def test_action_that_aws_does_not_have_is_named_so() -> None:
    known = ["s3:GetObjectTagging", "s3:GetObjectTorrent", "s3:GetObjectVersionTagging"]
    result = hold([allow([*known, "s3:GetObjectVersionTorrent"])], [allow("s3:GetObject*T*g")])
    assert result.more.witness is not None
    assert not result.more.witness.is_known_action


def test_what_aws_leaves_open_is_not_decided() -> None:
    result = hold([allow("s3:GetObject")], [allow("s3:GetObject", Bool={MFA: "${aws:username}"})])
    assert result.relation == "undecided"
    assert "Bool" in result.less.reason


def test_policy_that_aws_would_not_save_is_not_compared() -> None:
    broken = parse(policy_of([{"Effect": "Allow", "Action": "s3:*"}]))
    result = compare([broken], [parse(policy_of([allow("s3:*")]))])
    assert result.relation == "undecided"
    assert "would not save" in result.more.reason


def test_comparison_that_would_explode_stops_and_says_so() -> None:
    keys = [f"aws:PrincipalTag/{letter}" for letter in "abcdefghijklmnop"]
    pairs = [{one: "*a*", other: "*b*"} for one, other in pairwise(keys)]
    second = [
        allow("s3:GetObject", READ),
        *(deny("s3:GetObject", READ, StringLike=pair) for pair in pairs),
        *(deny("s3:GetObject", READ, StringNotLike=pair) for pair in pairs),
        *(deny("s3:GetObject", READ, Null={keys[-1]: absent}) for absent in ("true", "false")),
    ]
    result = hold([allow("s3:PutObject", READ)], second)
    assert result.relation == "undecided"
    assert result.more.reason == (
        "s3:GetObject: the policies can be combined in more ways than are looked through"
    )


def test_variables_of_the_older_version_are_plain_text() -> None:
    statement = allow("s3:GetObject", "arn:aws:s3:::notes/${aws:username}/*")
    newer, older = (policy_of([statement]) | {"Version": version} for version in ("2012-10-17", "2008-10-17"))
    result = compare([parse(older)], [parse(newer)])
    assert result.relation == "both"
    assert result.less.witness is not None
    assert result.less.witness.request.resource == "arn:aws:s3:::notes/${aws:username}/"


def test_value_of_a_variable_is_found_where_only_one_will_do() -> None:
    own = {"StringEquals": {"aws:ResourceTag/owner": ["team-${aws:username}"]}}
    home = "arn:aws:s3:::notes/${aws:username}/*"
    first = [allow("s3:GetObject", home, StringEquals={"aws:ResourceTag/owner": "team-bob"})]
    result = hold(first, [*first, deny("s3:GetObject", "*", **own)])
    assert result.less.witness is not None
    assert result.less.witness.request.context["aws:username"] == ("bob",)
