"""Ways from the permissions of a policy to more of them."""

import pytest

from iam.catalogue import is_action
from iam.comparison import find_dangers
from iam.comparison.dangers import EVERYTHING, WAYS
from iam.messages import danger_message
from iam.messages.dangers import DANGERS
from tests.iam.comparison.pairs import Json, parse, policy_of
from tests.iam.comparison.test_comparing import MFA, allow, deny

OWN = "arn:aws:iam::111122223333:user/${aws:username}"


def codes(*statements: Json) -> list[str]:
    return [danger.code for danger in find_dangers([parse(policy_of(list(statements)))])]


def test_every_way_names_actions_that_aws_has_and_has_its_words() -> None:
    assert [action for way in WAYS for action in way.actions if not is_action(action)] == []
    assert {way.code for way in WAYS} | {EVERYTHING} == DANGERS.keys()
    assert danger_message("joinGroup").sentence == "Joining any group"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "+".join(way.actions))
def test_each_way_is_found_with_a_request_for_each_of_its_actions(way: object) -> None:
    (danger,) = [
        one for one in find_dangers([parse(policy_of([allow(list(way.actions))]))]) if one.code == way.code
    ]

    assert [witness.request.action for witness in danger.witnesses] == list(way.actions)
    assert {witness.allowing.outcome for witness in danger.witnesses} == {"allowed"}


@pytest.mark.parametrize("way", [way for way in WAYS if len(way.actions) > 1], ids=lambda way: way.code)
def test_way_of_several_actions_is_closed_by_denying_the_last(way: object) -> None:
    assert way.code not in codes(allow(list(way.actions)), deny(way.actions[-1]))


def test_policies_that_allow_everything_are_one_danger() -> None:
    assert codes(allow("*")) == ["everything"]
    assert codes(allow("iam:*"), {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}) == ["everything"]
    assert "everything" not in codes(allow("*"), deny("iam:*"))


@pytest.mark.parametrize(
    "statement",
    [
        allow("s3:*"),
        allow("iam:Get*"),
        allow(["iam:CreateAccessKey", "iam:UpdateLoginProfile"], OWN),
        allow("iam:PassRole"),
        allow(["ec2:RunInstances", "lambda:*"], "arn:aws:s3:::notes"),
    ],
)
def test_harmless_policy_opens_no_way(statement: Json) -> None:
    assert codes(statement) == []


def test_keys_of_ones_own_are_harmless_and_those_of_a_pattern_are_not() -> None:
    assert codes(allow("iam:CreateAccessKey", [OWN, "arn:aws:iam::*:user/team-*"])) == ["keysOfOthers"]


def test_condition_of_a_way_is_told_in_its_request() -> None:
    (danger,) = find_dangers([parse(policy_of([allow("iam:AddUserToGroup", Bool={MFA: "true"})]))])

    assert dict(danger.witnesses[0].request.context) == {MFA: ("true",)}


def test_several_policies_count_together() -> None:
    first, second = (parse(policy_of([allow(action)])) for action in ("iam:PassRole", "ec2:RunInstances"))

    assert find_dangers([first]) == find_dangers([second]) == ()
    assert [danger.code for danger in find_dangers([first, second])] == ["passToMachine"]
