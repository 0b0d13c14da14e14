"""Permissions boundaries and session policies: caps on what identity policies give."""

from random import Random
from typing import Any

from quizzes.computed.asking import Options, ask_decision, ask_option
from quizzes.computed.basics import draw_action
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.names import (
    draw_account,
    draw_session,
    draw_target,
    draw_user,
    name_of,
    role_of,
)
from quizzes.computed.situation import Paper, Situation
from quizzes.computed.template import Template

DOMAIN = "Boundaries and sessions"


def boundary_scene(chance: Random, level: int) -> Situation:
    """A user with a boundary; at level 3 the resource's own policy may name the user, or only the account."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    user = draw_user(chance, account)
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 5, 2, 1)),
        desk.paper("boundary", target, action, mood_of(chance, 4, 3, 1)),
    ]
    if level == 3:
        who = {"AWS": chance.choice((user, user, f"arn:aws:iam::{account}:root"))}
        papers.append(desk.paper("resource", target, action, mood_of(chance, 4, 1, 1), who))
    return Situation(user, action, target.arn, account, tuple(papers[: max(2, level)]))


def session_scene(chance: Random, level: int) -> Situation:
    """A session with a policy of its own; at level 2 a boundary too, at level 3 a policy on the resource."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    session = draw_session(chance, account)
    papers = [
        desk.paper("identity", target, action, mood_of(chance, 5, 1, 1)),
        desk.paper("session", target, action, mood_of(chance, 3, 2, 1)),
    ]
    if level == 2:
        papers.append(desk.paper("boundary", target, action, mood_of(chance, 5, 1, 1)))
    if level == 3:
        who = {"AWS": chance.choice((session, role_of(session), role_of(session)))}
        papers.append(desk.paper("resource", target, action, mood_of(chance, 5, 1, 1), who))
    return Situation(session, action, target.arn, account, tuple(papers))


def capped_options(chance: Random, level: int, sheet: str, caller: str, account: str) -> Options:
    """Actions of which only one stands in both policies."""
    desk = Desk(chance)
    target = draw_target(chance, account)
    actions = [*target.kind.reads, *target.kind.writes]
    chance.shuffle(actions)
    both, first, second, rest = actions[0], actions[1:3], actions[3:5], actions[5:]
    identity = desk.allow(sorted([both, *first]), chance.choice((target.pattern, "*")))
    cap = desk.allow(sorted([both, *second]), chance.choice((target.pattern, "*")))
    caps = [cap]
    if level == 3:
        caps = [desk.allow(f"{target.service}:*", "*"), desk.deny(sorted([*first, *rest]), "*")]
    papers = (Paper("identity", (identity,)), Paper(sheet, tuple(caps)))
    shown = [both, *first, *second][: 3 + level if level < 3 else 5]
    options = [
        (f"`{action}`", Situation(caller, action, target.arn, account, papers)) for action in sorted(shown)
    ]
    may = f"may {who_of(caller)} call on `{target.arn}`?"
    return Options(f"Which action {may}", f"Which actions {may}", options)


def who_of(caller: str) -> str:
    kind = "a session of the role" if ":assumed-role/" in caller else "the user"
    return f"{kind} `{name_of(caller)}`"


def boundary_options(chance: Random, level: int) -> Options:
    account = draw_account(chance)
    return capped_options(chance, level, "boundary", draw_user(chance, account), account)


def session_options(chance: Random, level: int) -> Options:
    account = draw_account(chance)
    return capped_options(chance, level, "session", draw_session(chance, account), account)


def granted_scene(chance: Random, level: int) -> Situation:
    """One account: the resource's policy grants, with or without the caller's own."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    caller = draw_user(chance, account) if level < 3 else draw_session(chance, account)
    who = chance.choice(principals(chance, caller, account))
    papers = [desk.paper("resource", target, action, mood_of(chance, 5, 1, 2), who)]
    if level > 1 or chance.random() < 0.3:
        papers.append(desk.paper("identity", target, action, mood_of(chance, 2, 3, 1)))
    return Situation(caller, action, target.arn, account, tuple(papers))


def principals(chance: Random, caller: str, account: str) -> tuple[Any, ...]:
    """Ways in which a policy may name a caller, its account, or somebody else."""
    own = caller if ":user/" in caller else role_of(caller)
    another = f"arn:aws:iam::{account}:user/{chance.choice(('visitor', 'trainee', 'operator'))}"
    return (
        {"AWS": own},
        {"AWS": own},
        {"AWS": f"arn:aws:iam::{account}:root"},
        {"AWS": account},
        {"AWS": another},
        {"AWS": sorted([own, another])},
    )


TEMPLATES = (
    Template("boundary-decision", "Within a permissions boundary", DOMAIN, ask_decision, boundary_scene),
    Template("boundary-actions", "What a boundary leaves", DOMAIN, ask_option, boundary_options),
    Template("session-decision", "Within a session policy", DOMAIN, ask_decision, session_scene),
    Template("session-actions", "What a session policy leaves", DOMAIN, ask_option, session_options),
    Template(
        "granted-by-resource", "Granted by the resource", "Accounts and roles", ask_decision, granted_scene
    ),
)
