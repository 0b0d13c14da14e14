"""Comparisons of random policies held to requests at random, to the reference evaluator and to z3."""

from collections import Counter

import pytest

from iam.comparison import compare
from iam.comparison.comparing import CALLER
from iam.evaluation import compile_stack, decide
from iam.request import AccessRequest, RequestContext
from tests.iam.comparison.agreeing import find_faults
from tests.iam.comparison.pairs import make_pair, parse, probes

PROBES = 300
REFUSED = ("implicitDeny", "explicitDeny")


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 300, 30))
def test_reference_confirms_each_witness_and_z3_knows_none_where_none_was_found(start: int) -> None:
    faults: list[str] = []
    tally: Counter[str] = Counter()
    for seed in range(start, start + 30):
        found, counted = find_faults(seed, size=3)
        faults += found
        tally += counted
    assert faults == []
    assert tally["witness"] >= 5
    assert tally["nothing, z3 none"] >= 10
    assert not tally["undecided"]


@pytest.mark.parametrize("start", range(1_000, 1_200, 50))
def test_no_request_at_random_tells_policies_apart_where_none_was_found(start: int) -> None:
    told_apart = 0
    for seed in range(start, start + 50):
        one, other = map(parse, make_pair(seed))
        result = compare([one], [other])
        stacks = compile_stack(identity=[one]), compile_stack(identity=[other])
        for action, resource, context in probes(seed, PROBES):
            request = AccessRequest(
                action, resource, CALLER, RequestContext(context), resource_account=CALLER.account
            )
            before, after = (decide(stack, request).outcome for stack in stacks)
            if after == "allowed" and before in REFUSED:
                assert result.more.witness or result.more.reason, (seed, request)
                told_apart += 1
            if before == "allowed" and after in REFUSED:
                assert result.less.witness or result.less.reason, (seed, request)
                told_apart += 1
    assert told_apart > 100
