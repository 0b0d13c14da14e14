"""The decision, without an explanation: as cheap as it can be."""

from iam.evaluation.compiling import CompiledPolicySet
from iam.evaluation.decision import Decision, Scope
from iam.evaluation.gaps import find_gaps
from iam.evaluation.settling import Tally, settle
from iam.evaluation.targets import Target
from iam.request import AccessRequest

IDENTITY_ONLY = Scope()


def decide(policies: CompiledPolicySet, request: AccessRequest, scope: Scope = IDENTITY_ONLY) -> Decision:
    """Returns what AWS would answer, or `unknown` where something unevaluated could turn the answer."""
    target = Target(request)
    tally = Tally()
    for policy in policies.policies:
        for statement in policy.statements:
            tally.add(statement, statement.truth(target))
    return settle(tally, find_gaps(policies, request, scope), target)
