"""Tags and services: ABAC, key policies, services as callers, passing roles, VPC endpoints."""

from random import Random

from quizzes.computed.asking import ask_decision
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.names import (
    EC2,
    KINDS,
    REGIONS,
    ROLES,
    S3,
    TEAMS,
    draw_account,
    draw_group,
    draw_session,
    draw_target,
    draw_user,
    role_of,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

TAGS, SERVICES = "Tags", "Services"
Context = dict[str, str | list[str]]
# Kinds whose actions take the tags of their resource into account.
TAGGED = (EC2, *(kind for kind in KINDS if kind.service in ("secretsmanager", "lambda")))


def abac_scene(chance: Random, level: int) -> Situation:
    """The tag of the caller must equal the tag of the resource; one of them may be missing or another."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account, TAGGED)
    action = draw_action(chance, target)
    tag = chance.choice(("team", "project", "cost-center"))
    own, other = chance.sample(TEAMS, 2)
    resource_key, principal_key = f"aws:ResourceTag/{tag}", f"aws:PrincipalTag/{tag}"
    context: Context = {principal_key: own, resource_key: chance.choice((own, own, other, own.capitalize()))}
    if chance.random() < 0.25:
        del context[chance.choice(list(context))]
    variable = f"${{{principal_key}}}"
    same = {"StringEquals": {resource_key: variable}}
    if level > 1 and chance.random() < 0.5:
        different = chance.choice(("StringNotEquals", "StringNotEqualsIfExists"))
        statements = [
            desk.allow(desk.actions_with(target, action), "*"),
            desk.deny(desk.deny_with(target, action), "*", Condition={different: {resource_key: variable}}),
        ]
    else:
        statements = [desk.allow(desk.actions_with(target, action), "*", Condition=same)]
        denied = {"StringEquals": {resource_key: chance.choice((other, own))}}
        if chance.random() < 0.5:
            statements.append(desk.deny(desk.deny_with(target, action), "*", Condition=denied))
    if level == 3:
        statements.append(desk.allow(desk.other_action(target, action), "*"))
    paper = Paper("identity", tuple(statements))
    return Situation(draw_session(chance, account), action, target.arn, account, (paper,), context)


def request_tag_scene(chance: Random, level: int) -> Situation:
    """A table may be made only with the right tags."""
    desk = Desk(chance)
    account = draw_account(chance)
    table = f"arn:aws:dynamodb:{chance.choice(REGIONS)}:{account}:table/{draw_group(chance)}"
    own, other = chance.sample(TEAMS, 2)
    given = chance.choice((own, own, other, None))
    context: Context = {"aws:PrincipalTag/team": own}
    keys = ["team"] if given else []
    if given:
        context["aws:RequestTag/team"] = given
    if level > 1 and chance.random() < 0.5:
        keys.append("cost")
        context["aws:RequestTag/cost"] = str(chance.randrange(100, 1000))
    if keys:
        context["aws:TagKeys"] = sorted(keys)
    wanted = chance.choice(("${aws:PrincipalTag/team}", own))
    condition: dict[str, dict[str, object]] = {"StringEquals": {"aws:RequestTag/team": wanted}}
    if level > 1:
        condition["ForAllValues:StringEquals"] = {"aws:TagKeys": chance.choice(("team", ["cost", "team"]))}
    statements = [desk.allow(["dynamodb:CreateTable", "dynamodb:TagResource"], "*", Condition=condition)]
    if chance.random() < 0.5:
        untagged = {"Null": {chance.choice(("aws:RequestTag/team", "aws:RequestTag/cost")): "true"}}
        statements.append(desk.deny("dynamodb:CreateTable", "*", Condition=untagged))
    if level == 3:
        statements.append(
            desk.deny("dynamodb:*", "*", Condition={"StringEquals": {"aws:RequestTag/team": other}})
        )
    action = chance.choice(("dynamodb:CreateTable", "dynamodb:CreateTable", "dynamodb:TagResource"))
    paper = Paper("identity", tuple(statements))
    return Situation(draw_user(chance, account), action, table, account, (paper,), context)


KEY_USES = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey")


def key_scene(chance: Random, level: int) -> Situation:
    """A key: without its own policy's consent nobody uses it, root included."""
    desk = Desk(chance)
    account = draw_account(chance)
    owner = draw_account(chance, account) if level == 3 and chance.random() < 0.5 else account
    ident = "-".join(f"{chance.randrange(16**size):0{size}x}" for size in (8, 4, 4, 4, 12))
    key = f"arn:aws:kms:{chance.choice(REGIONS)}:{owner}:key/{ident}"
    action = chance.choice(KEY_USES)
    session, user = draw_session(chance, account), draw_user(chance, account)
    caller = chance.choice((user, session, f"arn:aws:iam::{account}:root") if level > 1 else (user, session))
    own = role_of(session) if caller == session else caller
    who = chance.choice((own, f"arn:aws:iam::{account}:root", f"arn:aws:iam::{owner}:role/KeyAdmin"))
    some = sorted({action, chance.choice(KEY_USES)})
    policy = [desk.allow(chance.choice((some, "kms:*")), "*", Principal={"AWS": who})]
    if chance.random() < 0.3:
        policy.append(desk.deny(chance.choice(KEY_USES), "*", Principal={"AWS": own}))
    papers = [Paper("resource", tuple(policy))]
    if "root" not in caller and chance.random() < 0.8:
        statements = [desk.allow(chance.choice((some, "kms:*", "kms:List*")), chance.choice((key, "*")))]
        if level > 1 and chance.random() < 0.4:
            statements.append(desk.deny(chance.choice((action, "kms:GenerateDataKey")), key))
        papers.append(Paper("identity", tuple(statements)))
    return Situation(caller, action, key, owner, tuple(papers))


# A service that calls, and the action it calls on a queue, topic or bucket.
DELIVERIES = (
    ("sns.amazonaws.com", "sqs:SendMessage", "arn:aws:sqs:{region}:{account}:{group}"),
    ("s3.amazonaws.com", "sqs:SendMessage", "arn:aws:sqs:{region}:{account}:{group}"),
    ("events.amazonaws.com", "sns:Publish", "arn:aws:sns:{region}:{account}:{group}"),
    ("cloudtrail.amazonaws.com", "s3:PutObject", "arn:aws:s3:::{group}/AWSLogs/{account}/log.json.gz"),
    ("s3.amazonaws.com", "lambda:InvokeFunction", "arn:aws:lambda:{region}:{account}:function:{group}"),
)


def service_scene(chance: Random, level: int) -> Situation:
    """A service delivers; the policy keeps out deliveries for other accounts by aws:SourceAccount."""
    desk = Desk(chance)
    account = draw_account(chance)
    other = draw_account(chance, account)
    service, action, form = chance.choice(DELIVERIES)
    resource = form.format(region=chance.choice(REGIONS), account=account, group=draw_group(chance))
    named = chance.choice((service, service, service, "config.amazonaws.com"))
    source = chance.choice((account, account, other, None))
    context: Context = {"aws:SourceAccount": source} if source else {}
    condition = {"StringEquals": {"aws:SourceAccount": account}}
    pattern = resource if "AWSLogs" not in resource else f"{resource.partition('/')[0]}/*"
    statements = []
    if level == 1 or chance.random() < 0.5:
        statements.append(desk.allow(action, pattern, Principal={"Service": named}, Condition=condition))
        if chance.random() < 0.4:
            statements.append(
                desk.deny(action, pattern, Principal={"Service": chance.choice((service, named))})
            )
    else:
        different = {chance.choice(("StringNotEquals", "StringNotEqualsIfExists")): condition["StringEquals"]}
        statements.append(desk.allow(action, pattern, Principal={"Service": named}))
        statements.append(desk.deny(action, pattern, Principal="*", Condition=different))
    if level == 3:
        statements.append(desk.allow(action, pattern, Principal={"AWS": account}))
    return Situation(service, action, resource, account, (Paper("resource", tuple(statements)),), context)


def pass_role_scene(chance: Random, level: int) -> Situation:
    """Passing a role to a service: the role's ARN and iam:PassedToService must fit."""
    desk = Desk(chance)
    account = draw_account(chance)
    name = chance.choice(ROLES)
    path = chance.choice(("app/", "batch/", ""))
    role = f"arn:aws:iam::{account}:role/{path}{name}"
    services = ("ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com")
    service, wanted = chance.choice(services), chance.choice(services[:2])
    resources = chance.choice(
        (role, f"arn:aws:iam::{account}:role/app/*", f"arn:aws:iam::{account}:role/*", "*")
    )
    condition = {"StringEquals": {"iam:PassedToService": chance.choice((service, wanted, [service, wanted]))}}
    if service == wanted and isinstance(condition["StringEquals"]["iam:PassedToService"], list):
        condition = {"StringEquals": {"iam:PassedToService": service}}
    elements = {"Condition": condition} if level > 1 or chance.random() < 0.6 else {}
    statements = [
        desk.allow(chance.choice(("iam:PassRole", ["iam:GetRole", "iam:PassRole"])), resources, **elements)
    ]
    if chance.random() < 0.5:
        guarded = chance.choice(
            (role, f"arn:aws:iam::{account}:role/{name}*", f"arn:aws:iam::{account}:role/Admin*")
        )
        statements.append(desk.deny("iam:PassRole", guarded))
    if level == 3:
        unlike = {"StringNotEquals": {"iam:PassedToService": wanted}}
        statements.append(desk.deny("iam:PassRole", "*", Condition=unlike))
    context: Context = {"iam:PassedToService": service}
    paper = Paper("identity", tuple(statements))
    return Situation(draw_user(chance, account), "iam:PassRole", role, account, (paper,), context)


def endpoint_scene(chance: Random, level: int) -> Situation:
    """A call through a VPC endpoint whose policy limits it; at level 3 the bucket asks for the endpoint."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account, (S3,))
    action = draw_action(chance, target)
    caller = draw_session(chance, account)
    who = chance.choice(({"AWS": role_of(caller)}, {"AWS": account}, "*"))
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 6, 1, 1)),
        desk.paper("endpoint", target, action, mood_of(chance, 4, 2, 1), who),
    ]
    context: Context = {}
    if level > 1:
        ident, other = (f"vpce-0{chance.randrange(16**7):07x}" for _ in range(2))
        context = {"aws:SourceVpce": ident}
        outside = {"StringNotEquals": {"aws:SourceVpce": chance.choice((ident, ident, other))}}
        resources = [target.pattern.removesuffix("/*"), target.pattern]
        papers.append(Paper("resource", (desk.deny("s3:*", resources, Principal="*", Condition=outside),)))
    if level == 3:
        papers.append(desk.paper("boundary", target, action, mood_of(chance, 5, 1, 0)))
    return Situation(caller, action, target.arn, account, tuple(papers), context)


TEMPLATES = (
    Template("tags-that-match", "Tags of caller and resource", TAGS, ask_decision, abac_scene),
    Template("tags-on-request", "Tags a request brings", TAGS, ask_decision, request_tag_scene),
    Template("key-policy", "KMS key policies", SERVICES, ask_decision, key_scene),
    Template("service-caller", "A service as the caller", SERVICES, ask_decision, service_scene),
    Template("pass-role", "Passing a role", SERVICES, ask_decision, pass_role_scene),
    Template("vpc-endpoint", "Through a VPC endpoint", SERVICES, ask_decision, endpoint_scene),
)
