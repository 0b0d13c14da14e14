"""Organizations: SCPs and RCPs level by level, and whom they don't bind."""

from random import Random

from quizzes.computed.asking import ask_decision, ask_layer
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.names import (
    EC2,
    KINDS,
    REGIONS,
    Target,
    draw_account,
    draw_session,
    draw_target,
    draw_user,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

DOMAIN = "Organizations"
LEVELS = ("scp-root", "scp-ou", "scp-account")
# Services that RCPs reach, and one that they don't (Organizations User Guide, RCPs).
RCP_KINDS = (*(kind for kind in KINDS if kind.service in ("s3", "sqs", "dynamodb", "secretsmanager")), EC2)

# The owner's root user reads a queue's policy whatever that denies: too fine a point to be asked by the way.
ROOT_KINDS = tuple(kind for kind in KINDS if kind.service != "sqs")


def scp_scene(chance: Random, level: int) -> Situation:
    """One to three levels of SCPs over a caller whose identity policy mostly allows."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    papers = [desk.paper("identity", target, action, mood_of(chance, 8, 1, 1))]
    papers += [desk.paper(sheet, target, action, mood_of(chance, 5, 1, 1)) for sheet in LEVELS[:level]]
    return Situation(draw_user(chance, account), action, target.arn, account, tuple(papers))


def scp_level_scene(chance: Random, level: int) -> Situation:
    """All three levels, one of which stops the request."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    papers = [desk.paper("identity", target, action, "allow")]
    moods = [mood_of(chance, 4, 1, 1) for _ in LEVELS]
    papers += [desk.paper(sheet, target, action, mood) for sheet, mood in zip(LEVELS, moods, strict=True)]
    if level == 3:
        papers.append(desk.paper("boundary", target, action, mood_of(chance, 4, 1, 1)))
    caller = draw_user(chance, account) if level == 1 else draw_session(chance, account)
    return Situation(caller, action, target.arn, account, tuple(papers))


def region_scene(chance: Random, level: int) -> Situation:
    """An SCP that keeps to some regions, with global services left out by NotAction."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    others = [region for region in REGIONS if region != target.region]
    allowed = sorted({chance.choice((target.region, others[0])), *chance.sample(others[1:], 1)})
    outside = {"StringNotEquals": {"aws:RequestedRegion": allowed}}
    guard = desk.deny(
        NotAction=sorted(
            ["iam:*", "organizations:*", "support:*", *chance.choice(((), (f"{target.service}:*",)))]
        ),
        Resource="*",
        Condition=outside,
    )
    scp = [desk.allow("*", "*"), guard]
    if level == 3:
        scp.append(desk.deny(desk.other_action(target, action), "*"))
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 3, 2, 1 if level > 1 else 0)),
        Paper(chance.choice(("scp-root", "scp-ou")), tuple(scp)),
    ]
    context: dict[str, str | list[str]] = {"aws:RequestedRegion": target.region}
    return Situation(draw_user(chance, account), action, target.arn, account, tuple(papers), context)


def exempt_scene(chance: Random, level: int) -> Situation:
    """SCPs over callers whom they don't bind, and over some whom they do."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    kind = chance.choice(("management", "linked", "member", "root")[: 2 + level])
    linked = f"arn:aws:sts::{account}:assumed-role/AWSServiceRoleFor{chance.choice(LINKED)}/{chance.choice(LINKED)}"
    callers = {
        "management": draw_user(chance, account),
        "linked": linked,
        "member": draw_session(chance, account),
        "root": f"arn:aws:iam::{account}:root",
    }
    papers = [desk.paper("scp-root", target, action, mood_of(chance, 2, 2, 3))]
    if kind != "root":
        papers.append(desk.paper("identity", target, action, mood_of(chance, 5, 2, 2)))
    return Situation(
        callers[kind],
        action,
        target.arn,
        account,
        tuple(papers),
        in_management_account=kind == "management",
        is_service_linked=kind == "linked",
    )


LINKED = ("Backup", "AutoScaling", "Config", "GuardDuty", "Support", "Macie", "Inspector")


def rcp_scene(chance: Random, level: int) -> Situation:
    """An RCP on the resource's account: over TLS only, or callers of the organization only."""
    desk = Desk(chance)
    owner = draw_account(chance)
    account = owner if level == 1 or chance.random() < 0.5 else draw_account(chance, owner)
    target = draw_target(chance, owner, RCP_KINDS)
    action = draw_action(chance, target)
    caller = draw_user(chance, account)
    guard, context = rcp_guard(chance, desk, target, level)
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 6, 1, 1)),
        Paper("rcp", guard),
    ]
    if account != owner and target.kind is not EC2:
        papers.append(desk.paper("resource", target, action, mood_of(chance, 6, 1, 0), {"AWS": caller}))
    return Situation(caller, action, target.arn, owner, tuple(papers), context)


def rcp_guard(
    chance: Random, desk: Desk, target: Target, level: int
) -> tuple[tuple[dict[str, object], ...], dict[str, str | list[str]]]:
    """The statements of an RCP, and what the request has of their keys."""
    actions = "s3:*" if target.kind is EC2 else f"{target.service}:*"
    if level == 1 or chance.random() < 0.4:
        tls = {"BoolIfExists": {"aws:SecureTransport": "false"}}
        guard = desk.deny(actions, "*", Principal="*", Condition=tls)
        return (guard,), {"aws:SecureTransport": chance.choice(("true", "true", "false"))}
    org, other = (f"o-{chance.randrange(36**5, 36**6):x}" for _ in range(2))
    operator = chance.choice(("StringNotEquals", "StringNotEqualsIfExists"))
    guard = desk.deny(actions, "*", Principal="*", Condition={operator: {"aws:PrincipalOrgID": org}})
    given = chance.choice((org, org, other, None))
    return (guard,), {} if given is None else {"aws:PrincipalOrgID": given}


def root_scene(chance: Random, level: int) -> Situation:
    """The root user: without identity policies, but under SCPs and resource policies."""
    desk = Desk(chance)
    account = draw_account(chance)
    owner = account if level == 1 or chance.random() < 0.6 else draw_account(chance, account)
    target = draw_target(chance, owner, ROOT_KINDS)
    action = draw_action(chance, target)
    root = f"arn:aws:iam::{account}:root"
    papers = [desk.paper("scp-root", target, action, mood_of(chance, 3, 2, 1))]
    if owner != account or chance.random() < 0.5:
        who = {"AWS": chance.choice((root, root, draw_user(chance, account)))}
        papers.append(desk.paper("resource", target, action, mood_of(chance, 3, 2, 2), who))
    if level == 3:
        papers.append(desk.paper("scp-ou", target, action, mood_of(chance, 4, 1, 1)))
    return Situation(root, action, target.arn, owner, tuple(papers))


TEMPLATES = (
    Template("scp-decision", "Under service control policies", DOMAIN, ask_decision, scp_scene),
    Template("scp-level", "Which level of SCPs stops it", DOMAIN, ask_layer, scp_level_scene),
    Template("scp-region", "Only in some regions", DOMAIN, ask_decision, region_scene),
    Template("scp-exempt", "Whom SCPs don’t bind", DOMAIN, ask_decision, exempt_scene),
    Template("rcp-decision", "Under resource control policies", DOMAIN, ask_decision, rcp_scene),
    Template("root-user", "The root user", DOMAIN, ask_decision, root_scene),
)
