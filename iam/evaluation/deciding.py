"""The decision, without an explanation: as cheap as it can be."""

from collections.abc import Callable, Iterable

from iam.evaluation.courses import Course, find_course
from iam.evaluation.decision import Decision, StatementRef
from iam.evaluation.layers import tally_all
from iam.evaluation.settling import settle
from iam.evaluation.stacks import PolicyStack
from iam.evaluation.statements import CompiledStatement
from iam.request import AccessRequest
from iam.ternary import Truth

# What most requests come to that nobody thought of.
NOTHING_ALLOWS = Decision("implicitDeny", layer="identity")


def decide(stack: PolicyStack, request: AccessRequest) -> Decision:
    """Returns what AWS would answer, or `unknown` where something unevaluated could turn the answer."""
    course = _course_of(stack, request)
    if course.is_plain:
        plan = stack.identity.index.plan_for(request)
        test = CompiledStatement.truth_given_action if plan.is_certain else CompiledStatement.truth
        decision = decide_plainly(plan.find(request), request, test)
        if decision is not None:
            return decision
    tallies = tuple(
        tally_all(layer.index.find(request), layer, request, stack.around) for layer in course.asked
    )
    return settle(stack, request, course, tallies)


def decide_once(stack: PolicyStack, request: AccessRequest) -> Decision:
    """Returns the same decision for a stack that will not be asked again, so without making an index."""
    course = find_course(stack, request, stack.treatment_of(request))
    tallies = tuple(tally_all(layer.statements, layer, request, stack.around) for layer in course.asked)
    return settle(stack, request, course, tallies)


def _course_of(stack: PolicyStack, request: AccessRequest) -> Course:
    """Returns the course of a request, remembered for all of the same circumstances and treatment."""
    course: Course | None = stack.courses.get(request.circumstances)
    if course is not None:
        return course
    treatment = stack.treatment_of(request)
    course = stack.courses.get((request.circumstances, treatment))
    if course is None:
        course = find_course(stack, request, treatment)
        # Where no service rule looks at the request itself, its circumstances are enough.
        is_ruled = stack.is_ruled(request)
        stack.courses[(request.circumstances, treatment) if is_ruled else request.circumstances] = course
    return course


def decide_plainly(
    statements: Iterable[CompiledStatement],
    request: AccessRequest,
    test: Callable[[CompiledStatement, AccessRequest], Truth] = CompiledStatement.truth,
) -> Decision | None:
    """Returns what statements of identity policies alone decide, None where something is in doubt.

    `test` tells whether a statement applies.
    The commonest course by far, so it is spared the tallies and steps that come to the same.
    """
    denies: list[StatementRef] = []
    allows: list[StatementRef] = []
    for statement in statements:
        truth = test(statement, request)
        if truth is None:
            return None
        if truth:
            (denies if statement.is_deny else allows).append(statement.ref)
    if denies:
        return Decision("explicitDeny", tuple(denies), "identity")
    return Decision("allowed", tuple(allows), "identity") if allows else NOTHING_ALLOWS
