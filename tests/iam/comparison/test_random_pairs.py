"""Comparisons of random policies held to the engine, to the reference evaluator and to requests at random."""

from collections import Counter
from typing import Any

import pytest

from iam.comparison import Answer, compare
from iam.comparison.comparing import CALLER
from iam.evaluation import compile_stack, decide
from iam.request import AccessRequest, RequestContext
from tests.iam.comparison.pairs import make_pair, parse, probes
from tests.reference.evaluator import evaluate

PAIRS = 300
PROBES = 300


def judge(policy: dict[str, Any], request: AccessRequest) -> str:
    """What the reference evaluator says to a request."""
    return evaluate(
        {
            "request": {
                "action": request.action,
                "resource": request.resource,
                "resourceAccount": request.resource_account,
                "principal": request.principal.text,
                "context": {
                    key: list(values) if len(values) > 1 else values[0]
                    for key, values in request.context.items()
                },
            },
            "identityPolicies": [policy],
            "resourcePolicy": None,
            "permissionBoundary": None,
            "sessionPolicy": None,
            "vpcEndpointPolicy": None,
            "scps": [],
            "rcps": [],
        }
    )


def check_answer(answer: Answer, allowing: dict[str, Any], refusing: dict[str, Any]) -> None:
    if answer.witness:
        assert judge(allowing, answer.witness.request) == "allowed"
        assert judge(refusing, answer.witness.request) in ("implicitDeny", "explicitDeny")


@pytest.mark.parametrize("start", range(0, PAIRS, 50))
def test_random_pairs(start: int) -> None:
    relations: Counter[str] = Counter()
    for seed in range(start, start + 50):
        first, second = make_pair(seed)
        one, other = parse(first), parse(second)
        result = compare([one], [other])
        relations[result.relation] += 1
        check_answer(result.more, second, first)
        check_answer(result.less, first, second)
        stacks = compile_stack(identity=[one]), compile_stack(identity=[other])
        for action, resource, context in probes(seed, PROBES):
            request = AccessRequest(
                action, resource, CALLER, RequestContext(context), resource_account=CALLER.account
            )
            before, after = (decide(stack, request).outcome for stack in stacks)
            if after == "allowed" and before in ("implicitDeny", "explicitDeny"):
                assert result.more.witness or result.more.reason, (seed, request)
            if before == "allowed" and after in ("implicitDeny", "explicitDeny"):
                assert result.less.witness or result.less.reason, (seed, request)
    assert relations["undecided"] <= 5, relations
    assert len(relations) >= 4, relations
