"""Actions, resources, principals: wildcards, variables, and what their Not forms leave."""

from random import Random

from quizzes.computed.asking import Options, ask_decision, ask_option
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.names import (
    FILES,
    FOLDERS,
    PEOPLE,
    S3,
    TEAMS,
    draw_account,
    draw_group,
    draw_session,
    draw_target,
    draw_user,
    name_of,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

DOMAIN = "Actions, resources and principals"
Context = dict[str, str | list[str]]


def variable_scene(chance: Random, level: int) -> Situation:
    """A policy with a variable in its Resource; the request may lack its key."""
    desk = Desk(chance)
    account = draw_account(chance)
    bucket = f"arn:aws:s3:::{draw_group(chance)}"
    user, other = (f"arn:aws:iam::{account}:user/{name}" for name in chance.sample(PEOPLE, 2))
    team, mate = chance.sample(TEAMS, 2)
    caller = user
    key, own, foreign = "aws:username", name_of(user), name_of(other)
    context: Context = {"aws:username": own}
    if level > 1 and chance.random() < 0.6:
        key, own, foreign = "aws:PrincipalTag/team", team, mate
        caller = chance.choice((user, draw_session(chance, account)))
        context = {key: team} if chance.random() < 0.7 else {}
    elif level > 1 and chance.random() < 0.4:
        caller, context = draw_session(chance, account), {}
    variable = f"${{{key}, 'shared'}}" if level == 3 and chance.random() < 0.5 else f"${{{key}}}"
    place = chance.choice((own, own, foreign, "shared"))
    resource = f"{bucket}/{chance.choice(('home/', ''))}{place}/{chance.choice(FILES)}"
    lead = "home/" if "/home/" in resource else ""
    action = chance.choice((*S3.reads, *S3.writes))
    statements = [desk.allow(chance.choice(("s3:*", action)), f"{bucket}/{lead}{variable}/*")]
    if chance.random() < 0.6:
        whose = chance.choice((variable, foreign, own))
        statements.append(desk.deny(chance.choice((action, list(S3.writes))), f"{bucket}/{lead}{whose}/*"))
    if level == 3:
        statements.append(desk.allow("s3:ListBucket", bucket))
    return Situation(caller, action, resource, account, (Paper("identity", tuple(statements)),), context)


def variable_options(chance: Random, level: int) -> Options:
    """ARNs, one of which a pattern with a variable takes."""
    desk = Desk(chance)
    account = draw_account(chance)
    bucket = f"arn:aws:s3:::{draw_group(chance)}"
    name, other = chance.sample(PEOPLE, 2)
    team, mate = chance.sample(TEAMS, 2)
    caller = f"arn:aws:iam::{account}:user/{name}"
    key, own, foreign = chance.choice(
        (("aws:username", name, other), ("aws:PrincipalTag/team", team, mate))
        if level > 1
        else (("aws:username", name, other),)
    )
    file = chance.choice(FILES)
    lead = chance.choice(("home/", "team/", ""))
    tail = chance.choice(("/*", "/*", "-*"))
    policy = [desk.allow(["s3:GetObject", "s3:PutObject"], f"{bucket}/{lead}${{{key}}}{tail}")]
    if level == 3:
        policy.append(desk.deny("s3:GetObject", f"{bucket}/{lead}{own}{tail[0]}{file[0]}*"))
        file = chance.choice((file, f"{chance.choice(FOLDERS)}/{file}"))
    paths = [
        f"{lead}{own}/{file}",
        f"{lead}{own}-{file}",
        f"{lead}{foreign}/{file}",
        f"{lead}${{{key}}}/{file}",
        f"{lead}{own.capitalize()}/{file}",
        f"{lead}old/{own}/{file}",
        f"{lead}{own}/{chance.choice(FOLDERS)}/{chance.choice(FILES)}",
    ]
    shown = chance.sample(paths, 4)
    context: Context = {"aws:username": name, "aws:PrincipalTag/team": team}
    papers = (Paper("identity", tuple(policy)),)
    options = [
        (
            f"`{bucket}/{path}`",
            Situation(caller, "s3:GetObject", f"{bucket}/{path}", account, papers, context),
        )
        for path in shown
    ]
    who = f"The user `{name}` has the tag `team` with the value `{team}`."
    return Options(
        f"{who} Which object may `{name}` read?", f"{who} Which objects may `{name}` read?", options
    )


def not_action_scene(chance: Random, level: int) -> Situation:
    """NotAction with Allow and with Deny."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    excepted = chance.choice(
        (
            action,
            list(target.kind.writes),
            list(target.kind.reads),
            f"{target.service}:*",
            "iam:*",
            ["iam:*", "sts:*"],
        )
    )
    statements = []
    if chance.random() < 0.55:
        statements.append(
            desk.allow(NotAction=excepted, Resource=chance.choice(("*", target.pattern, target.other)))
        )
    else:
        statements.append(desk.allow(chance.choice(("*", f"{target.service}:*")), "*"))
        statements.append(desk.deny(NotAction=excepted, Resource=chance.choice(("*", target.pattern))))
    if level > 1:
        statements.append(
            desk.deny(chance.choice((action, desk.other_action(target, action))), target.pattern)
        )
    if level == 3:
        statements.append(desk.allow(NotAction=list(target.kind.writes), Resource=target.other))
    caller = draw_user(chance, account)
    return Situation(caller, action, target.arn, account, (Paper("identity", tuple(statements)),))


def not_resource_scene(chance: Random, level: int) -> Situation:
    """NotResource with Allow and with Deny."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    excepted = chance.choice((target.arn, target.pattern, target.other, [target.other, target.pattern]))
    actions = desk.actions_with(target, action)
    statements = []
    if chance.random() < 0.5:
        statements.append(desk.allow(actions, NotResource=excepted))
    else:
        statements.append(desk.allow(actions, chance.choice(("*", target.pattern))))
        statements.append(desk.deny(desk.deny_with(target, action), NotResource=excepted))
    if level > 1:
        statements.append(desk.deny(chance.choice((action, desk.other_action(target, action))), target.other))
    if level == 3:
        statements.append(desk.allow(desk.other_action(target, action), "*"))
    caller = draw_user(chance, account)
    return Situation(caller, action, target.arn, account, (Paper("identity", tuple(statements)),))


def not_principal_scene(chance: Random, level: int) -> Situation:
    """A resource policy that denies everybody but a few, by NotPrincipal or by a condition on the caller's ARN."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    caller, mate = (f"arn:aws:iam::{account}:user/{name}" for name in chance.sample(PEOPLE, 2))
    spared = chance.choice((caller, mate))
    context: Context = {}
    if chance.random() < 0.5:
        deny = desk.deny(
            f"{target.service}:*", target.pattern, NotPrincipal={"AWS": [spared, account_root(account)]}
        )
    else:
        operator = chance.choice(("ArnNotEquals", "StringNotEquals"))
        condition = {operator: {"aws:PrincipalArn": chance.choice((spared, sorted({spared, mate})))}}
        deny = desk.deny(f"{target.service}:*", target.pattern, Principal="*", Condition=condition)
        context = {"aws:PrincipalArn": caller}
    statements = [deny]
    if level > 1:
        who = chance.choice((caller, mate, account_root(account)))
        statements.append(
            desk.allow(desk.actions_with(target, action), target.pattern, Principal={"AWS": who})
        )
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 3, 3, 1 if level == 3 else 0)),
        Paper("resource", tuple(chance.sample(statements, len(statements)))),
    ]
    return Situation(caller, action, target.arn, account, tuple(papers), context)


def account_root(account: str) -> str:
    return f"arn:aws:iam::{account}:root"


TEMPLATES = (
    Template("variables", "Policy variables", DOMAIN, ask_decision, variable_scene),
    Template("variable-arns", "What a variable stands for", DOMAIN, ask_option, variable_options),
    Template("not-action", "NotAction", DOMAIN, ask_decision, not_action_scene),
    Template("not-resource", "NotResource", DOMAIN, ask_decision, not_resource_scene),
    Template("all-but-these", "Everybody but these", DOMAIN, ask_decision, not_principal_scene),
)
