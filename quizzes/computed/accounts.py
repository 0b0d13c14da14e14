"""Across accounts, and roles: who is trusted, and whose consent it takes."""

from random import Random
from typing import Any

from quizzes.computed.asking import Options, ask_decision, ask_layer, ask_option
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.limits import principals
from quizzes.computed.names import (
    PEOPLE,
    ROLES,
    draw_account,
    draw_session,
    draw_target,
    draw_user,
    role_of,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

DOMAIN = "Accounts and roles"
ASSUME = "sts:AssumeRole"


def cross_account_scene(chance: Random, level: int) -> Situation:
    """The resource belongs to another account; at level 3 the caller's account has an SCP too."""
    desk = Desk(chance)
    account = draw_account(chance)
    owner = draw_account(chance, account)
    target = draw_target(chance, owner)
    action = draw_action(chance, target)
    caller = draw_user(chance, account) if level == 1 else draw_session(chance, account)
    papers = []
    if chance.random() < 0.85:
        papers.append(desk.paper("identity", target, action, mood_of(chance, 6, 1, 1)))
    if chance.random() < 0.85 or not papers:
        who = chance.choice(principals(chance, caller, account)[:5])
        papers.append(desk.paper("resource", target, action, mood_of(chance, 6, 1, 1), who))
    if level == 3:
        papers.append(desk.paper("scp-account", target, action, mood_of(chance, 4, 1, 1)))
    return Situation(caller, action, target.arn, owner, tuple(papers))


def side_scene(chance: Random, level: int) -> Situation:
    """Both sides and the limits of the caller's side; one of them doesn't allow."""
    desk = Desk(chance)
    account = draw_account(chance)
    owner = draw_account(chance, account)
    target = draw_target(chance, owner)
    action = draw_action(chance, target)
    caller = draw_session(chance, account)
    who = chance.choice(principals(chance, caller, account)[:5])
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 6, 1, 1)),
        desk.paper("resource", target, action, mood_of(chance, 5, 2, 1), who),
    ]
    limits = chance.sample(["boundary", "session", "scp-root", "scp-account"], level)
    papers += [desk.paper(sheet, target, action, mood_of(chance, 6, 1, 1)) for sheet in sorted(limits)]
    return Situation(caller, action, target.arn, owner, tuple(papers))


def trust_scene(chance: Random, level: int) -> Situation:
    """Somebody assumes a role: of the same account or another, with conditions from level 2 on."""
    desk = Desk(chance)
    account = draw_account(chance)
    owner = account if chance.random() < 0.4 else draw_account(chance, account)
    role = f"arn:aws:iam::{owner}:role/{chance.choice(ROLES)}{chance.choice(('', 'Prod', 'Test'))}"
    caller = draw_user(chance, account)
    other = f"arn:aws:iam::{owner}:role/{chance.choice(ROLES)}Old"
    who = chance.choice(principals(chance, caller, account))
    elements, context = trust_condition(chance, level)
    trust = [desk.allow(ASSUME, Principal=who, **elements)]
    if chance.random() < 0.25:
        trust.append(desk.deny(ASSUME, Principal={"AWS": caller}))
    papers = [Paper("trust", tuple(trust))]
    if chance.random() < 0.75:
        statements = [desk.allow(ASSUME, chance.choice((role, role, "*", other)))]
        if chance.random() < 0.25:
            statements.append(desk.deny(ASSUME, chance.choice((role, other))))
        papers.append(Paper("identity", tuple(statements)))
    return Situation(caller, ASSUME, role, owner, tuple(papers), context)


def trust_condition(chance: Random, level: int) -> tuple[dict[str, Any], dict[str, str | list[str]]]:
    """A condition of a trust policy, and what the request has of it."""
    if level == 1:
        return {}, {}
    code = f"{chance.choice(PEOPLE)}-{chance.randrange(1000, 10000)}"
    given = chance.choice((code, code, code.upper(), code[:-1]))
    external = {"StringEquals": {"sts:ExternalId": code}}
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    has_mfa = chance.choice(("true", "true", "false"))
    if level == 2:
        if chance.random() < 0.3:
            return {"Condition": mfa}, {"aws:MultiFactorAuthPresent": has_mfa}
        return {"Condition": external}, {"sts:ExternalId": given} if chance.random() < 0.7 else {}
    context: dict[str, str | list[str]] = {"sts:ExternalId": given, "aws:MultiFactorAuthPresent": has_mfa}
    dropped = chance.choice((None, None, *context))
    return {"Condition": external | mfa}, {key: value for key, value in context.items() if key != dropped}


def assuming_options(chance: Random, level: int) -> Options:
    """Callers of several accounts; the trust policy means one of them."""
    desk = Desk(chance)
    home = draw_account(chance)
    partner = draw_account(chance, home)
    role = f"arn:aws:iam::{home}:role/{chance.choice(ROLES)}"
    name, mate = chance.sample(PEOPLE, 2)
    session = draw_session(chance, partner)
    callers = [
        f"arn:aws:iam::{home}:user/{name}",
        f"arn:aws:iam::{partner}:user/{name}",
        f"arn:aws:iam::{home}:user/{mate}",
        session,
        draw_session(chance, home),
    ][: 3 + min(level, 2)]
    chosen = chance.choice(callers)
    who: Any = {"AWS": role_of(chosen) if ":assumed-role/" in chosen else chosen}
    if level > 1 and chance.random() < 0.4:
        who = {"AWS": f"arn:aws:iam::{partner}:root"}
    trust = [desk.allow(ASSUME, Principal=who)]
    if level == 3:
        trust.append(desk.deny(ASSUME, Principal={"AWS": chance.choice(callers[:3])}))
    own = desk.allow(ASSUME, f"arn:aws:iam::{home}:role/*")
    papers = (Paper("trust", tuple(trust)), Paper("identity", (own,)))
    options = [(f"`{caller}`", Situation(caller, ASSUME, role, home, papers)) for caller in callers]
    stem = f"All these callers have the identity policy below. Which of them may assume `{role}`?"
    return Options(stem, stem, options)


def service_options(chance: Random, level: int) -> Options:
    """Services that would like to assume a role; the trust policy names one."""
    desk = Desk(chance)
    account = draw_account(chance)
    role = f"arn:aws:iam::{account}:role/{chance.choice(ROLES)}{chance.choice(('', 'Prod', 'Test'))}"
    services = chance.sample(TRUSTED_SERVICES, 4)
    named = services[0]
    both = sorted(services[:2])
    trust = [desk.allow(ASSUME, Principal={"Service": both if level == 3 else named})]
    if level > 1:
        trust.append(desk.allow(ASSUME, Principal={"AWS": account}))
    if level == 3:
        trust.append(desk.deny(ASSUME, Principal={"Service": chance.choice(both)}))
    papers = (Paper("trust", tuple(trust)),)
    options = [(f"`{service}`", Situation(service, ASSUME, role, account, papers)) for service in services]
    return Options(f"Which service may assume `{role}`?", f"Which services may assume `{role}`?", options)


TRUSTED_SERVICES = (
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "states.amazonaws.com",
    "codebuild.amazonaws.com",
    "glue.amazonaws.com",
    "events.amazonaws.com",
    "scheduler.amazonaws.com",
    "cloudformation.amazonaws.com",
    "sagemaker.amazonaws.com",
    "backup.amazonaws.com",
    "firehose.amazonaws.com",
)

TEMPLATES = (
    Template(
        "cross-account-decision", "Both sides across accounts", DOMAIN, ask_decision, cross_account_scene
    ),
    Template("cross-account-side", "Which side is missing", DOMAIN, ask_layer, side_scene),
    Template("trust-decision", "Assuming a role", DOMAIN, ask_decision, trust_scene),
    Template("who-may-assume", "Whom a trust policy means", DOMAIN, ask_option, assuming_options),
    Template("service-trust", "Which service a role trusts", DOMAIN, ask_option, service_options),
)
