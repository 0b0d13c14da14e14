"""Random pairs of policies that overlap in odd ways, and requests that may tell them apart; all from a seed."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

from iam.policy.document import PolicyDocument
from iam.policy.parsing import parse_policy

Json = dict[str, Any]

ACTIONS = (
    "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:Get*", "s3:*Object", "s3:*Object*", "s3:?etObject",
    "s3:*", "sqs:SendMessage", "sqs:*Message", "sqs:*", "ec2:DescribeInstances", "*",
)  # fmt: skip
RESOURCES = (
    "*", "arn:aws:s3:::notes", "arn:aws:s3:::notes/*", "arn:aws:s3:::notes*", "arn:aws:s3:::*", "arn:aws:s3:::*/a*",
    "arn:aws:s3:::n*s/*", "arn:aws:s3:::notes/?", "arn:aws:s3:::*o*/*b*", "arn:aws:s3:::notes/${aws:username}/*",
    "arn:aws:s3:::notes/ana/*", "arn:aws:s3:::notes/bob/*", "arn:aws:sqs:*:111122223333:jobs",
    "arn:aws:sqs:us-east-1:*:jobs*", "arn:aws:sqs:us-*:111122223333:*", "arn:aws:sqs:*",
)  # fmt: skip
CONDITIONS: tuple[Json, ...] = (
    {"StringEquals": {"aws:PrincipalTag/team": "blue"}},
    {"StringEquals": {"aws:PrincipalTag/team": ["blue", "red"]}},
    {"StringNotEquals": {"aws:PrincipalTag/team": "blue"}},
    {"StringLike": {"aws:PrincipalTag/team": "b*"}},
    {"StringNotLike": {"aws:PrincipalTag/team": ["*l*", "r*"]}},
    {"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "BLUE"}},
    {"StringEqualsIfExists": {"aws:PrincipalTag/team": "blue"}},
    {"StringEquals": {"aws:username": "bob"}},
    {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}},
    {"StringEquals": {"aws:ResourceTag/team": "blue"}},
    {"Null": {"aws:ResourceTag/team": "true"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    {"Null": {"aws:MultiFactorAuthPresent": "false"}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}},
    {"NumericGreaterThanEquals": {"aws:MultiFactorAuthAge": "100"}},
    {"DateLessThan": {"aws:CurrentTime": "2026-06-01T00:00:00Z"}},
    {"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    {"IpAddress": {"aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25"]}},
    {"NotIpAddress": {"aws:SourceIp": "203.0.113.64/26"}},
    {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:news*"}},
    {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:news"}},
    {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}},
    {"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}},
    {"ForAnyValue:StringLike": {"aws:TagKeys": "c*"}},
)  # fmt: skip

ASKED_ACTIONS = (
    "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:GetBucketAcl", "s3:GetObjectAcl",
    "sqs:SendMessage", "sqs:DeleteMessage", "sqs:PurgeQueue", "ec2:DescribeInstances", "sns:Publish",
)  # fmt: skip
ASKED_RESOURCES = {
    "s3:ListBucket": ("notes", "notes2", "nos", "other"),
    "s3:GetBucketAcl": ("notes", "notes2", "nos", "other"),
    "s3": (
        "notes/a", "notes/ab", "notes/ana/x", "notes/bob/x", "notes/bob/", "nos/b", "notesy/a", "other/abc", "other/z",
        "notes/cleo/x",
    ),
    "sqs": ("us-east-1:111122223333:jobs", "eu-west-1:111122223333:jobs", "us-east-1:444455556666:jobs-2",
            "us-west-2:111122223333:mail"),
    "sns": ("us-east-1:111122223333:news",),
}  # fmt: skip
KEYS: dict[str, tuple[object, ...]] = {
    "aws:PrincipalTag/team": ("blue", "BLUE", "red", "black", "green", "x"),
    "aws:ResourceTag/team": ("blue", "red", "x"),
    "aws:username": ("ana", "bob", "cleo"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:MultiFactorAuthAge": ("50", "100", "299", "300", "4000"),
    "aws:CurrentTime": ("2025-12-31T00:00:00Z", "2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z"),
    "aws:SourceIp": ("203.0.113.1", "203.0.113.70", "203.0.113.200", "198.51.100.1", "2001:db8::1"),
    "aws:SourceArn": (
        "arn:aws:sns:us-east-1:111122223333:news", "arn:aws:sns:eu-west-1:111122223333:news2", "arn:aws:s3:::notes",
    ),
    "aws:TagKeys": (["team"], ["cost"], ["team", "cost"], ["other"], ["team", "other"], ["cost", "other"]),
}  # fmt: skip


def make_pair(seed: int, size: int = 4) -> tuple[Json, Json]:
    """Two policies; the second is often the first with something changed."""
    chance = Random(seed)
    first = policy_of([make_statement(chance) for _ in range(chance.randint(1, size))])
    if chance.random() < 0.3:
        return first, policy_of([make_statement(chance) for _ in range(chance.randint(1, size))])
    second = copy.deepcopy(first)
    for _ in range(chance.randint(1, 2)):
        change(second["Statement"], chance)
    chance.shuffle(second["Statement"])
    return first, second


def policy_of(statements: list[Json]) -> Json:
    return {"Version": "2012-10-17", "Statement": statements}


def make_statement(chance: Random) -> Json:
    action = "NotAction" if chance.random() < 0.1 else "Action"
    resource = "NotResource" if chance.random() < 0.1 else "Resource"
    statement: Json = {
        "Effect": "Deny" if chance.random() < 0.3 else "Allow",
        action: chance.sample(ACTIONS[:-1] if action == "NotAction" else ACTIONS, chance.randint(1, 2)),
        resource: chance.sample(RESOURCES[resource == "NotResource" :], chance.randint(1, 2)),
    }
    if chance.random() < 0.5:
        statement["Condition"] = join(chance.sample(CONDITIONS, chance.randint(1, 2)))
    return statement


def join(conditions: list[Json]) -> Json:
    joined: Json = {}
    for condition in conditions:
        for operator, entries in condition.items():
            joined[operator] = joined.get(operator, {}) | entries
    return joined


def change(statements: list[Json], chance: Random) -> None:
    statement = chance.choice(statements)
    match chance.randrange(5):
        case 0:
            statement.pop("Condition", None)
        case 1:
            statement["Condition"] = copy.deepcopy(chance.choice(CONDITIONS))
        case 2:
            name = "Resource" if "Resource" in statement else "NotResource"
            statement[name] = [chance.choice(RESOURCES[1:]), *statement[name][1:]]
        case 3:
            name = "Action" if "Action" in statement else "NotAction"
            statement[name] = [*statement[name][:-1], chance.choice(ACTIONS[:-1])]
        case 4:
            statements.append(make_statement(chance))


def parse(policy: Json) -> PolicyDocument:
    document = parse_policy(json.dumps(policy), "identity").document
    assert document is not None
    return document


def probes(seed: int, count: int) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Requests that real services could get: action, resource, context."""
    chance = Random(seed)
    for _ in range(count):
        action = chance.choice(ASKED_ACTIONS)
        service = action.partition(":")[0]
        names = ASKED_RESOURCES.get(action) or ASKED_RESOURCES.get(service)
        start = "arn:aws:s3:::" if service == "s3" else f"arn:aws:{service}:"
        resource = f"{start}{chance.choice(names)}" if names else "*"
        yield (
            action,
            resource,
            {key: chance.choice(values) for key, values in KEYS.items() if chance.random() < 0.7},
        )
