"""The course a request takes through the layers: which are asked, and what each step demands.

Sources: IAM User Guide, How AWS enforcement code logic evaluates requests; Cross-account policy
evaluation logic; Permissions boundaries; Organizations User Guide, SCPs and RCPs.
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from iam.catalogue import RCP_SERVICES
from iam.evaluation.decision import Facts
from iam.evaluation.layers import Layer, LayerKind, Tally
from iam.evaluation.rules import COMMON, Treatment
from iam.evaluation.stacks import PolicyStack
from iam.request import AccessRequest, PrincipalKind
from iam.ternary import Truth, any_of

# Who has policies of their own: identities; the root user is bound only by its organization; services,
# identity providers and anonymous callers have none.
Standing = Literal["identity", "root", "none"]
_STANDINGS: dict[PrincipalKind, Standing] = {
    "user": "identity",
    "role": "identity",
    "session": "identity",
    "federatedUser": "identity",
    "root": "root",
}
# A federated session lacks a session policy, so it is never as simple as that.
_PLAIN_CALLERS = frozenset({"user", "role", "session"})
_OWN_LAYERS = frozenset({"identity", "boundary", "session"})


class Course(NamedTuple):
    """How one request is decided: the layers asked, in AWS's order, and those left out with why.

    `is_plain`: the identity policies settle it, with nothing before, beside or behind them.
    """

    standing: Standing
    treatment: Treatment
    is_cross_account: bool
    crosses_partitions: bool
    needs_resource_policy: bool
    asked: tuple[Layer, ...]
    left_out: tuple[tuple[Layer, str], ...]
    is_plain: bool = False


def find_course(stack: PolicyStack, request: AccessRequest, treatment: Treatment) -> Course:
    """Returns the course of a request through a stack."""
    standing: Standing = "none" if treatment.is_unsigned else _STANDINGS.get(request.principal.kind, "none")
    reasons = [
        (layer, _reason_to_leave_out(layer.kind, stack, request, standing, treatment))
        for layer in stack.layers
    ]
    asked = tuple(layer for layer, reason in reasons if not reason)
    needs_consent = treatment.needs_consent or standing == "none" or request.is_cross_account
    return Course(
        standing,
        treatment,
        request.is_cross_account,
        request.crosses_partitions,
        needs_consent and not treatment.is_own_matter,
        asked,
        left_out=tuple((layer, reason) for layer, reason in reasons if reason),
        is_plain=asked == (stack.identity,)
        and not stack.identity.is_refused
        and is_plain(request, treatment, stack.facts),
    )


def is_plain(request: AccessRequest, treatment: Treatment, facts: Facts) -> bool:
    """Returns whether identity policies settle the request, if there are no others."""
    return (
        request.principal.kind in _PLAIN_CALLERS
        and not (request.is_cross_account or request.crosses_partitions or facts.principal_type)
        and treatment == COMMON
    )


def _reason_to_leave_out(
    kind: LayerKind, stack: PolicyStack, request: AccessRequest, standing: Standing, treatment: Treatment
) -> str:
    """Returns the message code of why a layer has nothing to say, "" if it has."""
    if kind == "rcp":
        return _reason_beyond_rcps(stack, request, treatment)
    if kind == "scp":
        return _reason_beyond_scps(stack, standing)
    if kind in _OWN_LAYERS and standing != "identity":
        return "layerNotOfRoot" if standing == "root" else "layerOfNobody"
    return ""


def _reason_beyond_rcps(stack: PolicyStack, request: AccessRequest, treatment: Treatment) -> str:
    if stack.facts.service_linked_role:
        return "layerServiceLinkedRole"
    if stack.facts.resource_in_management_account:
        return "layerManagementAccount"
    if request.service not in RCP_SERVICES or treatment.is_beyond_rcps:
        return "layerBeyondRcps"
    return ""


def _reason_beyond_scps(stack: PolicyStack, standing: Standing) -> str:
    if standing == "none":
        return "layerOfNobody"
    if stack.facts.service_linked_role:
        return "layerServiceLinkedRole"
    return "layerManagementAccount" if stack.facts.principal_in_management_account else ""


class Weighing:
    """What the layers asked said to one request, ready to be put through the steps."""

    __slots__ = ("_by_kind", "course", "request", "stack", "tallies")

    def __init__(
        self, stack: PolicyStack, request: AccessRequest, course: Course, tallies: tuple[Tally, ...]
    ) -> None:
        self.stack = stack
        self.request = request
        self.course = course
        self.tallies = tallies
        # Of RCPs and SCPs this keeps the last level, which nobody asks for.
        self._by_kind = {layer.kind: tally for layer, tally in zip(course.asked, tallies, strict=True)}

    def tally_of(self, kind: LayerKind) -> Tally | None:
        """Returns what a layer said that there is at most one of, None if it wasn't asked."""
        return self._by_kind.get(kind)

    def allow_of(self, kind: LayerKind, *, if_absent: bool) -> Truth:
        """Returns whether a layer allows."""
        tally = self.tally_of(kind)
        return if_absent if tally is None else tally.allow

    def grant(self, *reaches: Literal["direct", "capped", "delegated"]) -> Truth:
        """Returns whether the resource policy allows the caller within one of these reaches."""
        tally = self.tally_of("resource")
        if tally is None or self.course.crosses_partitions:
            return False
        return any_of(tally.allow_within(one, self.request, self.stack.facts) for one in reaches)

    def grant_without(self, *reaches: Literal["direct", "capped"]) -> Truth:
        """Returns the same where such a grant spares a limit: in one account only."""
        return False if self.course.is_cross_account else self.grant(*reaches)


class Step(NamedTuple):
    """One step: whether the request gets past it, and which layer it blames if not."""

    layer: LayerKind
    passes: Callable[[Weighing], Truth]


def _passes_endpoint(weighing: Weighing) -> Truth:
    return weighing.allow_of("endpoint", if_absent=True)


def _passes_resource(weighing: Weighing) -> Truth:
    if weighing.course.crosses_partitions:
        return False
    if not weighing.course.needs_resource_policy:
        return True
    return weighing.grant("direct", "capped", "delegated")


def _passes_identity(weighing: Weighing) -> Truth:
    if weighing.course.standing != "identity":
        return True
    own = weighing.allow_of("identity", if_absent=False)
    return True if own else any_of((own, weighing.grant_without("direct", "capped")))


def _passes_boundary(weighing: Weighing) -> Truth:
    return _passes_cap(weighing, "boundary", if_absent=True)


def _passes_session(weighing: Weighing) -> Truth:
    # A session of GetFederationToken has only what a session policy passes on (STS: GetFederationToken).
    needs_one = weighing.request.principal.kind == "federatedUser"
    return _passes_cap(weighing, "session", if_absent=not needs_one)


def _passes_cap(weighing: Weighing, kind: LayerKind, *, if_absent: bool) -> Truth:
    if weighing.course.standing != "identity":
        return True
    capped = weighing.allow_of(kind, if_absent=if_absent)
    return True if capped else any_of((capped, weighing.grant_without("direct")))


# After the search for denies. SCPs and RCPs have a step per level, before these; see `walk_steps`.
STEPS: tuple[Step, ...] = (
    Step("endpoint", _passes_endpoint),
    Step("resource", _passes_resource),
    Step("identity", _passes_identity),
    Step("boundary", _passes_boundary),
    Step("session", _passes_session),
)


class Passage(NamedTuple):
    """One step taken."""

    layer: LayerKind
    level: str
    truth: Truth


def walk_steps(weighing: Weighing) -> Iterator[Passage]:
    """Yields every step with whether the request gets past it: RCP and SCP levels, then the table."""
    for layer, tally in zip(weighing.course.asked, weighing.tallies, strict=True):
        if layer.kind in ("rcp", "scp"):
            yield Passage(layer.kind, layer.level, tally.allow)
    for step in STEPS:
        yield Passage(step.layer, "", step.passes(weighing))
