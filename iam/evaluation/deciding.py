"""The decision, without an explanation: as cheap as it can be."""

from iam.evaluation.courses import find_course
from iam.evaluation.decision import Decision, Scope
from iam.evaluation.gaps import hold_back, identity_course
from iam.evaluation.layers import tally_all
from iam.evaluation.settling import settle
from iam.evaluation.stacks import PolicyStack
from iam.request import AccessRequest

IDENTITY_ONLY = Scope()


def decide(stack: PolicyStack, request: AccessRequest, scope: Scope = IDENTITY_ONLY) -> Decision:
    """Returns what AWS would answer, or `unknown` where something unevaluated could turn the answer.

    `scope` counts only for stacks made by `compile_policies`.
    """
    course = identity_course(stack) if stack.is_identity_only else find_course(stack, request)
    tallies = tuple(tally_all(layer.statements, layer, request, stack.around) for layer in course.asked)
    decision = settle(stack, request, course, tallies)
    return hold_back(decision, stack, request, scope) if stack.is_identity_only else decision
