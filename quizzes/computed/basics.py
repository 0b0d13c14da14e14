"""Identity policies alone, and what happens when several layers meet."""

from random import Random

from quizzes.computed.asking import (
    Additions,
    Options,
    ask_addition,
    ask_decision,
    ask_layer,
    ask_several,
    ask_statement,
)
from quizzes.computed.desk import Desk, mood_of
from quizzes.computed.names import Target, draw_account, draw_session, draw_target, draw_user, name_of
from quizzes.computed.situation import Paper, Situation, Statement
from quizzes.computed.template import Template

DOMAIN = "Evaluation logic"


def draw_action(chance: Random, target: Target) -> str:
    return chance.choice((*target.kind.reads, *target.kind.writes))


def draw_statement(desk: Desk, target: Target) -> Statement:
    """An Allow or a Deny on something of the target or beside it."""
    chance, kind = desk.chance, target.kind
    actions = chance.choice(
        (f"{kind.service}:*", list(kind.reads), list(kind.writes), draw_action(chance, target))
    )
    resources = chance.choice((target.pattern, target.arn, target.other, "*"))
    if chance.random() < 0.55:
        return desk.allow(actions, resources)
    narrow = draw_action(chance, target)
    return desk.deny(chance.choice((narrow, list(kind.writes))), resources)


def draw_statements(desk: Desk, target: Target, count: int) -> list[Statement]:
    """As many statements, no two of which say the same."""
    statements: list[Statement] = []
    while len(statements) < count:
        one = draw_statement(desk, target)
        if all(one | {"Sid": ""} != other | {"Sid": ""} for other in statements):
            statements.append(one)
    return statements


def identity_scene(chance: Random, level: int) -> Situation:
    """One policy of a user, at level 3 two, with allows and denies in any order."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    statements = draw_statements(desk, target, level + 1)
    papers = [Paper("identity", tuple(statements[:3]))]
    if level == 3:
        papers.append(Paper("identity-2", (statements[3], draw_statement(desk, target))))
    action = draw_action(chance, target)
    return Situation(draw_user(chance, account), action, target.arn, account, tuple(papers))


def statements_scene(chance: Random, level: int) -> Situation:
    """A policy of three to five statements, one of which is to settle the matter."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    statements = tuple(draw_statements(desk, target, level + 2))
    caller = draw_user(chance, account) if level == 1 else draw_session(chance, account)
    return Situation(
        caller, draw_action(chance, target), target.arn, account, (Paper("identity", statements),)
    )


def layered_scene(chance: Random, level: int) -> Situation:
    """Three to six layers, each of which allows, is silent or denies."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    sheets = ["identity", "boundary", "scp-root", "scp-ou", "session"][: level + 2]
    if level == 3:
        sheets = chance.sample(sheets[:2], 2) + chance.sample(
            ["scp-root", "scp-ou", "scp-account", "session"], 3
        )
    sheets = [sheet for sheet in sheets if sheet != "boundary" or level > 1 or "scp-root" in sheets]
    caller = draw_session(chance, account) if "session" in sheets else draw_user(chance, account)
    papers = [desk.paper(sheet, target, action, mood_of(chance, 6, 1, 1)) for sheet in sheets]
    return Situation(caller, action, target.arn, account, tuple(papers))


def addition_scene(chance: Random, level: int) -> Additions:
    """A policy that lacks something, and statements of which one brings it."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    beside = desk.other_action(target, action)
    papers = [desk.paper("identity", target, action, "silent")]
    if level > 1:
        papers.append(desk.paper("boundary", target, action, "allow"))
    situation = Situation(draw_user(chance, account), action, target.arn, account, tuple(papers))
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    right = desk.allow(desk.actions_with(target, action), chance.choice((target.pattern, target.arn)))
    wrong = [
        desk.allow(action, target.other),
        desk.allow(beside, target.pattern),
        desk.allow(action, target.arn, Condition=mfa),
        desk.allow(action, f"{target.arn}/"),
        desk.allow(NotAction=action, Resource=target.pattern),
        desk.allow(action, NotResource=target.arn),
    ]
    return Additions(situation, "identity", [right, *chance.sample(wrong[: 2 + 2 * min(level, 2)], 3)])


def calls_options(chance: Random, level: int) -> Options:
    """Every action that is known of a resource, under one to three layers."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    papers = [Paper("identity", tuple(draw_statements(desk, target, level + 1)))]
    if level > 1:
        papers.append(desk.paper("boundary", target, draw_action(chance, target), "allow"))
    if level == 3:
        papers.append(desk.paper("scp-ou", target, draw_action(chance, target), mood_of(chance, 2, 1, 1)))
    caller = draw_user(chance, account)
    actions = sorted((*target.kind.reads, *target.kind.writes))
    options = [(f"`{one}`", Situation(caller, one, target.arn, account, tuple(papers))) for one in actions]
    may = f"may the user `{name_of(caller)}` call on `{target.arn}`?"
    return Options(f"Which action {may}", f"Which actions {may}", options)


TEMPLATES = (
    Template(
        "identity-decision", "Allow and deny in identity policies", DOMAIN, ask_decision, identity_scene
    ),
    Template("deciding-statement", "Which statement settles it", DOMAIN, ask_statement, statements_scene),
    Template("denying-layer", "Which layer denies", DOMAIN, ask_layer, layered_scene),
    Template("layered-decision", "Several layers together", DOMAIN, ask_decision, layered_scene),
    Template("allowed-calls", "Which calls are allowed", DOMAIN, ask_several, calls_options),
    Template("missing-statement", "Which statement must be added", DOMAIN, ask_addition, addition_scene),
)
