"""Policies and requests to time engines with: made by a seeded generator, written once, read by all.

The mixed workload: of ten statements five name literal actions on one ARN, three use wildcards in both,
two carry a condition (and wildcards by turns); 8 % of all deny, within what another statement allows. What
comes out for a request is known from how it was made, never from an engine.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from iam.catalogue import resource_types, service_actions

ACCOUNT = "111122223333"
USER = f"arn:aws:iam::{ACCOUNT}:user/bench"
STATEMENTS_A_DOCUMENT = 10
REQUESTS = 900
WILDCARDS, CONDITIONS, DENIES = 0.3, 0.2, 0.08

# KMS and STS are left out: nothing is allowed there without a key or trust policy.
SERVICES = (
    "s3 ec2 iam sqs sns dynamodb lambda logs cloudwatch rds ecr ecs eks glue athena kinesis firehose ssm states "
    "secretsmanager events cloudfront route53 cognito-idp elasticache redshift backup codebuild codecommit "
    "elasticfilesystem"
).split()

CONTEXT = {
    "aws:SourceIp": "198.51.100.20",
    "aws:SecureTransport": "false",
    "aws:RequestedRegion": "eu-central-1",
    "aws:PrincipalTag/team": "nobody",
    "aws:MultiFactorAuthAge": "7200",
}

Fields = dict[str, Any]


class Condition(NamedTuple):
    """A condition and a value of its key that meets it; the plain context meets none."""

    operator: str
    key: str
    value: str
    meeting: str


CONDITION_FORMS: tuple[Callable[[int], Condition], ...] = (
    lambda n: Condition("StringEquals", "aws:PrincipalTag/team", f"team-{n}", f"team-{n}"),
    lambda n: Condition("StringLike", "aws:RequestedRegion", "eu-west-*", f"eu-west-{n % 3 + 1}"),
    lambda n: Condition("IpAddress", "aws:SourceIp", f"10.{n % 256}.0.0/16", f"10.{n % 256}.4.9"),
    lambda n: Condition("Bool", "aws:SecureTransport", "true", "true"),
    lambda n: Condition("NumericLessThan", "aws:MultiFactorAuthAge", str(600 + n % 600), "300"),
)


@dataclass(frozen=True)
class Grant:
    """A statement with what is needed to make requests that it covers, or just does not."""

    statement: Fields
    patterns: tuple[str, ...]
    covered: tuple[str, ...]
    others: tuple[str, ...]
    place: str
    context: Fields = field(default_factory=dict)

    @property
    def denies(self) -> bool:
        return bool(self.statement["Effect"] == "Deny")

    @property
    def is_area(self) -> bool:
        """Whether it covers everything below its place, not just the place itself."""
        return self.place.endswith("/")

    def resource(self, number: int) -> str:
        return f"{self.place}item-{number}" if self.is_area else self.place


def write_mixed(path: Path, size: int, seed: int = 1) -> Path:
    """Writes the mixed workload of so many statements."""
    chance = Random(seed)
    grants = make_grants(size, chance)
    name = f"{size} mixed statements"
    return _write(path, name, [grant.statement for grant in grants], make_requests(grants, chance))


def write_worst(path: Path, size: int) -> Path:
    """Writes the worst case of an index: every statement fits but for its one condition."""
    statements = [
        _statement("Allow", ["s3:GetObject"], "*", CONDITION_FORMS[0](number)) for number in range(size)
    ]
    requests = [
        _request("s3:GetObject", f"arn:aws:s3:::notes/item-{number}", CONTEXT, "implicitDeny")
        for number in range(30)
    ]
    return _write(path, f"{size} worst statements", statements, requests)


def make_grants(size: int, chance: Random) -> list[Grant]:
    """Returns statements in exact shares; the first one allows, so that there is something to narrow."""
    catalogue = {service: _limitable_actions(service) for service in SERVICES}
    numbers = chance.sample(range(size), size)
    plain, limited = round(size * WILDCARDS), round(size * CONDITIONS)
    conditional = numbers[plain : plain + limited]
    # Every other conditional one has wildcards too.
    wild = {*numbers[:plain], *conditional[::2]}
    denying = set(chance.sample(range(1, size), min(size - 1, round(size * DENIES))))
    areas: list[Grant] = []
    grants: list[Grant] = []
    for number in range(size):
        form = chance.choice(CONDITION_FORMS)
        condition = form(number) if number in conditional else None
        if number in denying:
            grant = _make_deny(number, condition, areas, catalogue, chance)
        else:
            grant = _make_allow(number, number in wild, condition, catalogue, chance)
            areas.extend([grant] if grant.is_area else [])
        grants.append(grant)
    return grants


def _limitable_actions(service: str) -> tuple[str, ...]:
    return tuple(action for action in service_actions(service) if resource_types(action))


def _make_allow(
    number: int,
    wild: bool,
    condition: Condition | None,
    catalogue: dict[str, tuple[str, ...]],
    chance: Random,
) -> Grant:
    service = chance.choice(SERVICES)
    actions = catalogue[service]
    place = _place(service, number) + ("/" if wild else "")
    if wild:
        prefix = _first_word(chance.choice(actions))
        patterns: tuple[str, ...] = (f"{prefix}*",)
        covered = tuple(action for action in actions if action.startswith(prefix))
    else:
        covered = tuple(chance.sample(actions, chance.randint(1, 3)))
        patterns = covered
    others = tuple(action for action in actions if action not in covered)
    statement = _statement("Allow", patterns, f"{place}*" if wild else place, condition)
    return Grant(statement, patterns, covered, others, place, _meeting(condition))


def _make_deny(
    number: int,
    condition: Condition | None,
    areas: list[Grant],
    catalogue: dict[str, tuple[str, ...]],
    chance: Random,
) -> Grant:
    base = chance.choice(areas) if areas else _make_allow(number, True, None, catalogue, chance)
    place = f"{base.place}private-{number}/"
    statement = _statement("Deny", base.patterns, f"{place}*", condition)
    return Grant(statement, base.patterns, base.covered, base.others, place, _meeting(condition))


def _place(service: str, number: int) -> str:
    if service == "s3":
        return f"arn:aws:s3:::notes-{number}/part"
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:thing/number-{number}"


def _first_word(action: str) -> str:
    service, name = action.split(":")
    word = re.match(r"[A-Z]+[a-z]*", name)
    return f"{service}:{word.group() if word else name}"


def _meeting(condition: Condition | None) -> Fields:
    return {condition.key: condition.meeting} if condition else {}


def _statement(effect: str, actions: Sequence[str], resource: str, condition: Condition | None) -> Fields:
    action: Any = actions[0] if len(actions) == 1 else list(actions)
    statement: Fields = {"Effect": effect, "Action": action, "Resource": resource}
    if condition:
        statement["Condition"] = {condition.operator: {condition.key: condition.value}}
    return statement


def make_requests(grants: Sequence[Grant], chance: Random) -> list[Fields]:
    """Returns requests in equal parts allowed, denied and not mentioned, in turn.

    In turn, so that a slow engine that runs only the first of them has the same mix.
    """
    kinds = [
        _requests_within([grant for grant in grants if not grant.denies], "allowed", chance),
        _requests_within([grant for grant in grants if grant.denies], "explicitDeny", chance),
        _requests_beside(grants, chance),
    ]
    in_turn = chain.from_iterable(zip_longest(*(islice(kind, REQUESTS) for kind in kinds)))
    return list(islice((request for request in in_turn if request), REQUESTS))


def _requests_within(grants: Sequence[Grant], outcome: str, chance: Random) -> Iterator[Fields]:
    while grants:
        grant = chance.choice(grants)
        resource = grant.resource(chance.randrange(1000))
        yield _request(chance.choice(grant.covered), resource, CONTEXT | grant.context, outcome)


def _requests_beside(grants: Sequence[Grant], chance: Random) -> Iterator[Fields]:
    while True:
        grant = chance.choice(grants)
        number = chance.randrange(1000)
        if grant.others and chance.random() < 0.5:
            action, resource = chance.choice(grant.others), grant.resource(number)
        else:
            action = chance.choice(grant.covered)
            resource = f"{_place(action.partition(':')[0], 10**6 + number)}/elsewhere"
        yield _request(action, resource, CONTEXT | grant.context, "implicitDeny")


def _request(action: str, resource: str, context: Fields, expected: str) -> Fields:
    return {
        "action": action,
        "resource": resource,
        "principal": USER,
        "context": context,
        "expected": expected,
    }


def _write(path: Path, name: str, statements: list[Fields], requests: list[Fields]) -> Path:
    documents = [
        {"Version": "2012-10-17", "Statement": statements[start : start + STATEMENTS_A_DOCUMENT]}
        for start in range(0, len(statements), STATEMENTS_A_DOCUMENT)
    ]
    workload = {
        "name": name,
        "principal": USER,
        "account": ACCOUNT,
        "policies": documents,
        "requests": requests,
    }
    path.write_text(json.dumps(workload), encoding="utf-8")
    return path
