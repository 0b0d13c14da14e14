"""Laws of whole stacks: every way to a decision comes to the same one."""

import json

from hypothesis import given, settings

from iam.evaluation import decide
from iam.evaluation.deciding import decide_once
from iam.evaluation.texts import TextLevel, decide_text
from iam.explanation import explain
from iam.messages import headline, sentence, unknown_message
from iam.services import RULES
from tests.iam.strategies import compiled, documents, requests, stacks


def without_places(decision):
    return decision._replace(deciding=tuple(ref._replace(span=None) for ref in decision.deciding))


def walk(reasons):
    for reason in reasons:
        yield reason
        yield from walk(reason.children)


@settings(max_examples=400, deadline=None)
@given(stacks, requests)
def test_index_changes_no_decision(texts, request):
    stack = compiled(texts)

    first, again = decide(stack, request), decide(stack, request)

    assert first == again == decide_once(stack, request)


@settings(max_examples=400, deadline=None)
@given(stacks, requests)
def test_texts_are_decided_as_documents_are(texts, request):
    quick = decide_text(request, **texts, rules=RULES)

    assert without_places(quick) == without_places(decide(compiled(texts), request))


@settings(max_examples=300, deadline=None)
@given(stacks, requests)
def test_explanation_of_a_stack_agrees_with_its_decision(texts, request):
    stack = compiled(texts)
    decision = decide(stack, request)

    explanation = explain(stack, request)

    assert explanation.decision == decision
    assert explain(stack, request) == explanation
    decisive = {
        (policy.policy, statement.span)
        for layer in explanation.layers
        for policy in layer.children
        for statement in policy.children
        if statement.decides
    }
    assert decisive == {(ref.policy, ref.span) for ref in decision.deciding}
    assert headline(decision).endswith(".")
    for reason in walk(explanation.layers):
        assert sentence(reason, request).endswith(".")
    for unknown in decision.unknowns:
        assert unknown_message(unknown).sentence


@settings(max_examples=300, deadline=None)
@given(stacks, requests)
def test_settled_decision_names_a_layer_and_an_unknown_its_reason(texts, request):
    decision = decide(compiled(texts), request)

    if decision.outcome == "unknown":
        assert any(unknown.turns for unknown in decision.unknowns)
        assert decision.layer is None
    else:
        assert decision.layer is not None
        assert not any(unknown.turns for unknown in decision.unknowns)


@settings(max_examples=200, deadline=None)
@given(stacks, documents(), requests)
def test_one_more_deny_never_allows_and_one_more_identity_policy_lifts_no_deny(texts, added, request):
    before = decide(compiled(texts), request).outcome
    denying = json.loads(added)
    for statement in listed(denying["Statement"]):
        statement["Effect"] = "Deny"

    denied = decide(compiled({**texts, "identity": [*texts["identity"], json.dumps(denying)]}), request)
    more = decide(compiled({**texts, "identity": [*texts["identity"], added]}), request)

    assert denied.outcome != "allowed" or before == "allowed"
    assert before != "explicitDeny" or more.outcome in ("explicitDeny", "unknown")


@settings(max_examples=200, deadline=None)
@given(stacks, requests)
def test_default_policies_change_nothing(texts, request):
    allow_all = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    everything = json.dumps({"Version": "2012-10-17", "Statement": allow_all})
    for_everybody = json.dumps({"Version": "2012-10-17", "Statement": {**allow_all, "Principal": "*"}})
    before = decide(compiled(texts), request)

    levels = {
        "scps": [*texts["scps"], TextLevel("new", [everything])],
        "rcps": [*texts["rcps"], TextLevel("new", [for_everybody])],
        "endpoint": texts["endpoint"] or for_everybody,
    }

    assert decide(compiled({**texts, **levels}), request).outcome == before.outcome


def listed(value):
    return value if isinstance(value, list) else [value]
