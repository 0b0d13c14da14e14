"""Every row of the case tables, run through a whole decision."""

import pytest

from iam.evaluation import decide
from iam.explanation import explain
from tests.iam.factories import ALICE, make_policies, make_request, make_statement
from tests.iam.tables import OUTCOMES, rows

VARIABLES = {
    "aws:username": "alice",
    "aws:PrincipalTag/star": "*",
    "aws:PrincipalTag/empty": "",
    "aws:TagKeys": ["x", "y"],
}


@pytest.mark.parametrize(("operator", "wanted", "present", "met"), rows("conditions"))
def test_condition_is_met_as_the_guide_says(operator, wanted, present, met):
    policies = make_policies(make_statement(Condition={operator: {"test:key": wanted}}))
    request = make_request(context={"test:KEY": present})

    assert decide(policies, request).outcome == OUTCOMES[met]
    assert explain(policies, request).decision == decide(policies, request)


@pytest.mark.parametrize(("operator", "wanted", "present", "met"), rows("conditions"))
def test_condition_on_a_deny_denies_exactly_where_it_is_met(operator, wanted, present, met):
    deny = make_statement("Deny", Condition={operator: {"test:key": wanted}})
    outcomes = {"yes": "explicitDeny", "no": "allowed", "unknown": "unknown"}

    decision = decide(make_policies(make_statement(), deny), make_request(context={"test:key": present}))

    assert decision.outcome == outcomes[met]


@pytest.mark.parametrize(("element", "patterns", "action", "met"), rows("elements", "actions"))
def test_action_matches_as_the_guide_says(element, patterns, action, met):
    policies = make_policies(make_statement(**{element: patterns}))

    assert decide(policies, make_request(action, "*")).outcome == OUTCOMES[met]


@pytest.mark.parametrize(("element", "patterns", "resource", "met"), rows("elements", "resources"))
def test_resource_matches_as_the_guide_says(element, patterns, resource, met):
    policies = make_policies(make_statement(**{element: patterns}))
    # Callers of one partition get nowhere in another.
    partition = resource.split(":")[1] if ":" in resource else "aws"
    caller = ALICE.replace("arn:aws:", f"arn:{partition}:")

    assert decide(policies, make_request(resource=resource, principal=caller)).outcome == OUTCOMES[met]


@pytest.mark.parametrize(("version", "pattern", "resource", "met"), rows("elements", "variables"))
def test_variable_is_filled_in_as_the_guide_says(version, pattern, resource, met):
    policies = make_policies(make_statement(Resource=pattern), version=version)

    assert decide(policies, make_request(resource=resource, context=VARIABLES)).outcome == OUTCOMES[met]
