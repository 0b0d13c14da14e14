"""Identity policies alone, and what happens when several layers meet."""

from collections.abc import Iterator
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
    caller = draw_session(chance, account) if "session" in sheets else draw_user(chance, account)
    papers = [desk.paper(sheet, target, action, mood_of(chance, 6, 1, 1)) for sheet in sheets]
    return Situation(caller, action, target.arn, account, tuple(papers))


def addition_scene(chance: Random, level: int) -> Additions:
    """A policy that lacks something, and statements of which one brings it."""
    desk = Desk(chance)
    account = draw_account(chance)
    target = draw_target(chance, account)
    action = draw_action(chance, target)
    papers = [desk.paper("identity", target, action, "silent")]
    if level > 1:
        papers.append(desk.paper("boundary", target, action, "allow"))
    mfa = chance.choice(("true", "false", None))
    context: dict[str, str | list[str]] = {MFA: mfa} if mfa else {}
    situation = Situation(draw_user(chance, account), action, target.arn, account, tuple(papers), context)
    candidates = list(draw_candidates(desk, target, action, level))
    return Additions(situation, "identity", chance.sample(candidates, 4))


MFA = "aws:MultiFactorAuthPresent"


def draw_candidates(desk: Desk, target: Target, action: str, level: int) -> Iterator[Statement]:
    """Statements that may bring an action: of each form some that do and some that don't."""
    chance = desk.chance
    others = [one for one in (*target.kind.reads, *target.kind.writes) if one != action]
    for resources in (target.pattern, target.other, f"{target.arn}/", target.arn):
        yield desk.allow(desk.actions_with(target, action), resources)
    yield desk.allow(sorted(chance.sample(others, chance.choice((1, 2, 3)))), target.pattern)
    for operator, value in (("Bool", "true"), ("Bool", "false"), ("BoolIfExists", "true")):
        condition = {operator: {MFA: value}}
        yield desk.allow(desk.actions_with(target, action), target.pattern, Condition=condition)
    if level > 1:
        for excepted in (chance.choice(others), desk.actions_with(target, action)):
            yield desk.allow(NotAction=excepted, Resource=target.pattern)
        for excepted in (target.other, target.arn):
            yield desk.allow(action, NotResource=excepted)


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
