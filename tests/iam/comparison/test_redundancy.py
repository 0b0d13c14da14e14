"""Statements without which a policy allows the very same."""

import pytest

from iam.comparison import find_idle
from tests.iam.comparison.pairs import Json, parse, policy_of
from tests.iam.comparison.test_comparing import MFA, READ, allow, deny


@pytest.mark.parametrize(
    ("statements", "idle"),
    [
        ([allow("s3:*"), allow("s3:GetObject", READ)], [2]),
        ([allow("s3:GetObject", READ), allow("s3:PutObject", READ)], []),
        ([allow("s3:GetObject"), allow("s3:GetObject")], [1, 2]),  # either may go
        ([allow("s3:GetObject"), deny("s3:PutObject")], [2]),
        ([allow("s3:*"), deny("s3:PutObject")], []),
        ([allow("s3:*"), deny("s3:*"), deny("s3:GetObject", Bool={MFA: "false"})], [1, 3]),
        ([allow("ec2:DescribeInstances", READ), allow("s3:GetObject", READ)], [1]),
        ([allow("s3:GetObject")], []),
        ([allow("s3:GetObject"), allow("s3:GetObject", Bool={MFA: "${aws:username}"})], [2]),
        # What the condition does nobody can say, so neither whether it is needed.
        ([allow("s3:GetObject"), deny("s3:GetObject", Bool={MFA: "${aws:username}"})], []),
    ],
)
def test_statements_that_change_nothing(statements: list[Json], idle: list[int]) -> None:
    assert [one.number for one in find_idle(parse(policy_of(statements)))] == idle
