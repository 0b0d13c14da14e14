"""Conditions: missing keys, several keys and values, sets, wildcards, numbers, dates and addresses."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from quizzes.computed.asking import Additions, ask_addition, ask_decision
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk
from quizzes.computed.names import (
    FIRMS,
    FOLDERS,
    REGIONS,
    S3,
    SUBJECTS,
    TEAMS,
    Target,
    draw_account,
    draw_session,
    draw_target,
    draw_user,
)
from quizzes.computed.situation import Paper, Situation, Statement
from quizzes.computed.template import Template

DOMAIN = "Conditions"
Context = dict[str, str | list[str]]
Condition = dict[str, dict[str, Any]]
STAGES = "dev test staging beta prod demo training sandbox".split()
# Draws a condition and what the request has of its keys.
Draw = Callable[[Random, int], tuple[Condition, Context]]


def conditional(chance: Random, level: int, draw: Draw, target: Target | None = None) -> Situation:
    """A user whose Allow, or the Deny beside it, hangs on a drawn condition; at level 3 another Allow stands by."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = target or draw_target(chance, account)
    action = draw_action(chance, target)
    condition, context = draw(chance, level)
    allow = desk.allow(desk.actions_with(target, action), desk.resources_of(target))
    if chance.random() < 0.5:
        statements = [allow | {"Condition": condition}]
        if chance.random() < 0.4:
            statements.append(desk.deny(desk.deny_with(target, action), target.other))
    else:
        denied = desk.deny(desk.deny_with(target, action), "*", Condition=condition)
        statements = chance.sample([allow, denied], 2)
    if level == 3:
        statements.append(desk.allow(desk.other_action(target, action), target.pattern))
    caller = draw_user(chance, account) if chance.random() < 0.6 else draw_session(chance, account)
    paper = Paper("identity", tuple(statements))
    return Situation(caller, action, target.arn, account, (paper,), context)


def draw_missing(chance: Random, level: int) -> tuple[Condition, Context]:
    """A key that may be absent, under operators that take its absence differently."""
    key, wanted, other = chance.choice(
        (
            ("aws:MultiFactorAuthPresent", "true", "false"),
            (
                "aws:SourceVpce",
                f"vpce-0{chance.randrange(16**7):07x}",
                f"vpce-0{chance.randrange(16**7):07x}",
            ),
            ("aws:PrincipalTag/team", *chance.sample(TEAMS, 2)),
            ("aws:SecureTransport", "true", "false"),
        )
    )
    if other in ("true", "false"):
        names = ["Bool", "BoolIfExists", "Null"]
        wanted = chance.choice((wanted, other))
    else:
        names = ["StringEquals", "StringNotEquals", "StringEqualsIfExists", "StringNotEqualsIfExists", "Null"]
    operator = chance.choice(names[: 1 + level] if level < 3 else names)
    value = chance.choice(("true", "false")) if operator == "Null" else wanted
    context: Context = {} if chance.random() < 0.55 else {key: chance.choice((wanted, other))}
    return {operator: {key: value}}, context


def missing_scene(chance: Random, level: int) -> Situation:
    return conditional(chance, level, draw_missing)


def draw_set(chance: Random, level: int) -> tuple[Condition, Context]:
    """ForAllValues and ForAnyValue over the tags that a request brings, which may be none."""
    names = chance.sample(["team", "cost", "stage", "owner", "project", "expires"], 5)
    listed = sorted(names[: 1 + chance.randrange(1, 3)])
    operator = chance.choice(
        ("ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAnyValue:StringNotEquals")[: 1 + level]
    )
    given = chance.choice((listed[:1], listed, [*listed, names[4]], names[3:], []))
    if "Not" in operator:
        # AWS's pages contradict each other on a negated operator with no value at all.
        given = given or names[:1]
    condition: Condition = {operator: {"aws:TagKeys": listed}}
    if level == 3 and chance.random() < 0.5:
        condition["Null"] = {"aws:TagKeys": "false"}
    return condition, {"aws:TagKeys": sorted(given)} if given else {}


def set_scene(chance: Random, level: int) -> Situation:
    """On instances, which take tags when they are started or tagged."""
    desk = Desk(chance)
    account = draw_account(chance)
    region = chance.choice(REGIONS)
    table = f"arn:aws:dynamodb:{region}:{account}:table/{chance.choice(FIRMS)}-{chance.choice(SUBJECTS)}"
    action = chance.choice(("dynamodb:TagResource", "dynamodb:CreateTable"))
    condition, context = draw_set(chance, level)
    both = ["dynamodb:CreateTable", "dynamodb:TagResource"]
    statements = [desk.allow(both, chance.choice((table, "*")))]
    if chance.random() < 0.5:
        statements[0]["Condition"] = condition
    else:
        statements.append(desk.deny(action, "*", Condition=condition))
    if level > 1:
        statements.append(desk.allow("dynamodb:DescribeTable", "*"))
    paper = Paper("identity", tuple(statements))
    return Situation(draw_user(chance, account), action, table, account, (paper,), context)


def draw_several(chance: Random, level: int) -> tuple[Condition, Context]:
    """Two or three keys, each with one or several values: all keys must fit, of each one value."""
    stage, team = chance.sample(STAGES, 3), chance.sample(TEAMS, 3)
    parts: list[tuple[str, str, Any, str]] = [
        ("StringEquals", "aws:PrincipalTag/stage", stage[:2], chance.choice(stage)),
        ("StringEquals", "aws:PrincipalTag/team", team[:2], chance.choice((*team[:2], team[0], team[2]))),
        ("Bool", "aws:MultiFactorAuthPresent", "true", chance.choice(("true", "true", "true", "false"))),
    ]
    condition: Condition = {}
    for operator, key, values, _ in parts[:level] if level > 1 else parts[:2]:
        condition.setdefault(operator, {})[key] = values
    keys = [key for entry in condition.values() for key in entry]
    left_out = chance.choice((None, None, None, *keys)) if level > 1 else None
    return condition, {key: given for _, key, _, given in parts if key in keys and key != left_out}


def several_scene(chance: Random, level: int) -> Situation:
    return conditional(chance, level, draw_several)


def draw_text(chance: Random, level: int) -> tuple[Condition, Context]:
    """A text compared with and without wildcards, with and without regard to case."""
    team, other = chance.sample(TEAMS, 2)
    number = chance.randrange(10, 100)
    texts = (
        f"{team}-{number}",
        f"{team}-{number}0",
        f"{team}{number}",
        f"{other}-{number}",
        team.capitalize(),
    )
    patterns = (
        f"{team}-*",
        f"{team}-??",
        f"{team}*",
        f"*-{number}",
        f"{team}-{number}",
        f"{team.upper()}-{number}",
    )
    operators = ("StringLike", "StringEquals", "StringEqualsIgnoreCase", "StringNotLike")
    operator = chance.choice(operators[: 1 + level])
    given = chance.choice(texts)
    pattern = given.title() if "IgnoreCase" in operator and chance.random() < 0.6 else chance.choice(patterns)
    return {operator: {"aws:PrincipalTag/project": pattern}}, {"aws:PrincipalTag/project": given}


def text_scene(chance: Random, level: int) -> Situation:
    return conditional(chance, level, draw_text)


def draw_measure(chance: Random, level: int) -> tuple[Condition, Context]:
    """A number or a date, at its limit or beside it; at level 3 a span of dates."""
    if level < 3 and chance.random() < 0.5:
        limit = chance.choice((900, 1800, 3600, 7200, 43200))
        operator = chance.choice(("NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"))
        given = limit + chance.choice((-60, -1, 0, 0, 1, 600))
        return {operator: {"aws:MultiFactorAuthAge": str(limit)}}, {"aws:MultiFactorAuthAge": str(given)}
    year, month = chance.randrange(2025, 2028), chance.randrange(1, 12)
    start, end = f"{year}-{month:02}-01T00:00:00Z", f"{year}-{month + 1:02}-01T00:00:00Z"
    given_date = chance.choice(
        (
            start,
            end,
            f"{year}-{month:02}-{chance.randrange(2, 28):02}T{chance.randrange(24):02}:30:00Z",
            f"{year - 1}-{month:02}-15T09:00:00Z",
            f"{year}-{month + 1:02}-01T{chance.randrange(1, 24):02}:00:00Z",
        )
    )
    after = chance.choice(("DateGreaterThan", "DateGreaterThanEquals"))
    before = chance.choice(("DateLessThan", "DateLessThanEquals"))
    condition: Condition = {after: {"aws:CurrentTime": start}, before: {"aws:CurrentTime": end}}
    if level < 3:
        condition = dict(chance.sample(sorted(condition.items()), 1))
    return condition, {"aws:CurrentTime": given_date}


def measure_scene(chance: Random, level: int) -> Situation:
    return conditional(chance, level, draw_measure)


def draw_address(chance: Random, level: int) -> tuple[Condition, Context]:
    """Ranges of addresses, and a caller within them, just outside or elsewhere."""
    length = chance.choice((24, 24, 16, 8) if level == 1 else (28, 26, 25, 22, 20))
    # Of the networks that are for examples (RFC 5737); wider ranges reach beyond them.
    first, second, third = chance.choice(((203, 0, 113), (198, 51, 100), (192, 0, 2)))
    base = first << 24 | second << 16 | third << 8 | chance.randrange(256)
    base &= -1 << (32 - length)
    size = 1 << (32 - length)
    inside = base + chance.randrange(size)
    near = base + size + chance.randrange(8)
    given = dotted(chance.choice((inside, inside, near, base + size - 1, base - 1)))
    ranges: str | list[str] = f"{dotted(base)}/{length}"
    if level > 1 and chance.random() < 0.5:
        ranges = [str(ranges), f"192.0.2.{chance.randrange(0, 256, 16)}/28"]
    operator = chance.choice(("IpAddress", "NotIpAddress", "NotIpAddressIfExists")[: max(2, level)])
    context: Context = {"aws:SourceIp": given}
    return {operator: {"aws:SourceIp": ranges}}, {} if level == 3 and chance.random() < 0.2 else context


def dotted(number: int) -> str:
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def address_scene(chance: Random, level: int) -> Situation:
    return conditional(chance, level, draw_address)


def condition_scene(chance: Random, level: int) -> Additions:
    """A listing of a bucket: which condition lets it through."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account, (S3,))
    bucket = target.arn.partition("/")[0]
    folder, other = chance.sample(FOLDERS, 2)
    context: Context = {"s3:prefix": f"{folder}/", "aws:SecureTransport": "true"}
    if level > 1:
        context["s3:max-keys"] = str(chance.choice((10, 50, 100)))
    conditions = list(prefix_conditions(folder, other, chance.choice(("true", "false"))))
    if level > 1:
        conditions += size_conditions(folder, int(str(context["s3:max-keys"])))
    statements: list[Statement] = [
        desk.allow("s3:ListBucket", bucket, Condition=one) for one in chance.sample(conditions, 4)
    ]
    before = Paper("identity", (desk.allow(list(target.kind.reads), target.pattern),))
    caller = draw_user(chance, account)
    return Additions(
        Situation(caller, "s3:ListBucket", bucket, account, (before,), context), "identity", statements
    )


def prefix_conditions(folder: str, other: str, tls: str) -> Iterator[Condition]:
    """Conditions on the prefix of a listing, with and without wildcards."""
    for operator in ("StringEquals", "StringLike"):
        for prefix in (f"{folder}/", f"{folder}/*", folder, f"{other}/"):
            yield {operator: {"s3:prefix": prefix}}
            yield {operator: {"s3:prefix": prefix}, "Bool": {"aws:SecureTransport": tls}}
    yield {"StringNotEquals": {"s3:prefix": f"{folder}/"}}
    yield {"StringNotEquals": {"s3:prefix": f"{other}/"}, "Null": {"s3:delimiter": tls}}


def size_conditions(folder: str, most: int) -> list[Condition]:
    """Conditions on the length of a listing, at its limit."""
    operators = ("NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals")
    return [
        {"StringLike": {"s3:prefix": f"{folder}/*"}, operator: {"s3:max-keys": str(most)}}
        for operator in operators
    ]


TEMPLATES = (
    Template("missing-key", "A key the request doesn’t have", DOMAIN, ask_decision, missing_scene),
    Template("set-operators", "All values, any value, none", DOMAIN, ask_decision, set_scene),
    Template("several-conditions", "Several keys and values", DOMAIN, ask_decision, several_scene),
    Template("text-conditions", "Texts and wildcards", DOMAIN, ask_decision, text_scene),
    Template("numbers-and-dates", "Numbers and dates", DOMAIN, ask_decision, measure_scene),
    Template("ip-addresses", "IP addresses", DOMAIN, ask_decision, address_scene),
    Template("fitting-condition", "Which condition fits", DOMAIN, ask_addition, condition_scene),
)
