"""Every row of the tables of layers and services: whole stacks, decided and explained."""

import pytest

from iam.evaluation import Facts, Level, NamedDocument, compile_stack, decide
from iam.explanation import explain
from iam.services import RULES
from tests.iam.factories import INTRO, make_document, make_request, make_statement
from tests.iam.tables import caller, groups, principal_element

ELSEWHERE = "codecommit:GitPull"


def statements_of(words, action, principal=True):
    """`allow`, `silent`, `deny`, each with whom it names; several parted by semicolons."""
    for part in words.split(";"):
        effect, _, names = part.strip().partition(" ")
        named = {"Principal": principal_element(names)} if names else {}
        if names.startswith("all but "):
            named = {"NotPrincipal": principal_element(names.removeprefix("all but "))}
        asked = {"allow": action, "deny": action, "silent": ELSEWHERE, "full": "*"}[effect]
        yield make_statement("Deny" if effect == "deny" else "Allow", Action=asked, **named)


def document(words, action, policy_type="identity"):
    statements = list(statements_of(words, action))
    if policy_type == "trust":
        for statement in statements:
            del statement["Resource"]
    elif policy_type == "rcp":
        statements = [{**statement, "Principal": "*"} for statement in statements]
    return make_document(*statements, policy_type=policy_type)


def single(words, action, policy_type):
    return None if words == "none" else document(words, action, policy_type)


def levels(words, action, policy_type):
    """Levels are parted by slashes, the documents of a level by commas."""
    if words == "none":
        return ()
    return tuple(
        Level(
            f"level {number}",
            tuple(
                NamedDocument(part.strip(), document(part, action, policy_type)) for part in level.split(",")
            ),
        )
        for number, level in enumerate(words.split("/"))
    )


def check(stack, request, outcome, layer):
    decision = decide(stack, request)

    assert (decision.outcome, decision.layer or "") == (outcome, layer)
    assert explain(stack, request).decision == decision


def request_of(group, who):
    return make_request(
        group.get("action", "s3:GetObject"),
        group.get("target", INTRO),
        caller(who),
        group.get("context"),
        group.get("owner", "111111111111"),
    )


@pytest.mark.parametrize(("table", "group", "row"), groups("layers", "grants"))
def test_grant_reaches_as_far_as_the_guide_says(table, group, row):
    who, identity, resource, boundary, session, outcome, layer, _ = row
    request = request_of(group, who)
    action = request.action
    stack = compile_stack(
        identity=[] if identity == "none" else [document(identity, action)],
        resource=single(resource, action, "resource"),
        boundary=single(boundary, action, "boundary"),
        session=single(session, action, "session"),
        rules=RULES,
    )

    check(stack, request, outcome, layer)


@pytest.mark.parametrize(("table", "group", "row"), groups("services"))
def test_service_adds_its_own_rules(table, group, row):
    who, identity, resource, boundary, session, outcome, layer, _ = row
    request = request_of(group, who)
    action = request.action
    stack = compile_stack(
        identity=[] if identity == "none" else [document(identity, action)],
        resource=single(resource, action, "trust" if table == "roles" else "resource"),
        boundary=single(boundary, action, "boundary"),
        session=single(session, action, "session"),
        rules=RULES,
    )

    check(stack, request, outcome, layer)


@pytest.mark.parametrize(("table", "group", "row"), groups("layers", "organizations"))
def test_organization_and_endpoint_limit_as_the_guides_say(table, group, row):
    who, identity, resource, scps, rcps, endpoint, outcome, layer, _ = row
    request = request_of(group, who)
    action = request.action
    stack = compile_stack(
        identity=[] if identity == "none" else [document(identity, action)],
        resource=single(resource, action, "resource"),
        session=document("full", action, "session") if who == "carol" else None,
        endpoint=single(endpoint, action, "endpoint"),
        scps=levels(scps, action, "scp"),
        rcps=levels(rcps, action, "rcp"),
        facts=Facts(**group.get("facts", {})),
        rules=RULES,
    )

    check(stack, request, outcome, layer)


HIT = {"yes": "explicitDeny", "unknown": "unknown"}


@pytest.mark.parametrize(
    ("table", "group", "row"),
    groups("layers", "principals") + groups("layers", "exceptions"),
)
def test_deny_hits_whom_its_principal_means(table, group, row):
    who, principals, hit, _ = row
    request = request_of(group, who)
    words = f"deny all but {principals}" if table == "exceptions" else f"deny {principals}"
    stack = compile_stack(
        identity=[document("full", request.action)],
        resource=document(words, request.action, "resource"),
        boundary=single(group.get("boundary", "none"), request.action, "boundary"),
        session=document("full", request.action, "session"),
    )

    decision = decide(stack, request)

    assert HIT.get(hit, "no") == (decision.outcome if decision.outcome in HIT.values() else "no")
    assert explain(stack, request).decision == decision
