"""From what the layers say to one decision, honest about what could turn it.

The order is AWS's: a Deny of any kind, RCPs and SCPs level by level, endpoint policy, resource policy,
identity policies, boundary, session policy. Truths have three values throughout, so an unknown that
cannot turn the answer leaves no trace in the outcome.
"""

from collections.abc import Iterator

from iam.conditions import ConditionTest
from iam.evaluation.courses import Course, Passage, Weighing, walk_steps
from iam.evaluation.decision import Decision, StatementRef, Unknown
from iam.evaluation.layers import Layer, Surroundings, Tally, named_within
from iam.evaluation.principals import Reach
from iam.evaluation.stacks import PolicyStack
from iam.evaluation.statements import CompiledStatement
from iam.request import AccessRequest
from iam.ternary import Truth

# What `aws:PrincipalType` and its like say about a caller, against the kind its ARN shows.
_TYPES = {
    "Account": {"root"},
    "User": {"user"},
    "FederatedUser": {"federatedUser"},
    "AssumedRole": {"session", "role"},
    "Federated": {"provider"},
    "Service": {"service"},
    "Anonymous": {"anonymous"},
}


def settle(
    stack: PolicyStack, request: AccessRequest, course: Course, tallies: tuple[Tally, ...]
) -> Decision:
    """Returns the decision that follows from the tallies of the layers asked."""
    treatment = course.treatment
    if treatment.answer is not None:
        return Decision(treatment.answer, layer="service")
    weighing = Weighing(stack, request, course, tallies)
    deny = _deny(weighing)
    allow, silent = _allow(weighing)
    doubts = _Doubts(weighing)
    if _is_of_another_type(stack, request):
        return doubts.undecided()
    if deny:
        return _explicit_deny(weighing, doubts)
    if deny is None or allow is None:
        return doubts.undecided()
    return _allowed(weighing, doubts) if allow else _implicit_deny(silent, doubts)


def _deny(weighing: Weighing) -> Truth:
    """Returns whether any layer denies."""
    deny: Truth = False
    for layer, tally in zip(weighing.course.asked, weighing.tallies, strict=True):
        if tally.deny is not False and _may_deny(layer, weighing.course):
            deny = True if deny else tally.deny
    return deny


def _may_deny(layer: Layer, course: Course) -> bool:
    return not (layer.kind == "resource" and course.treatment.ignores_resource_denies)


def _allow(weighing: Weighing) -> tuple[Truth, Passage | None]:
    """Returns whether the request gets past all steps and the service, and the first that stops it."""
    allow: Truth = True
    for passage in walk_steps(weighing):
        if passage.truth is False:
            return False, passage
        if passage.truth is None:
            allow = None
    treatment = weighing.course.treatment
    if treatment.refuses:
        return False, None
    return (None if treatment.doubt else allow), None


def _is_of_another_type(stack: PolicyStack, request: AccessRequest) -> bool:
    told = stack.facts.principal_type
    return bool(told) and request.principal.kind not in _TYPES.get(told, ())


def _explicit_deny(weighing: Weighing, doubts: "_Doubts") -> Decision:
    course = weighing.course
    speaking = [
        (layer, tally)
        for layer, tally in zip(course.asked, weighing.tallies, strict=True)
        if tally.denies and _may_deny(layer, course)
    ]
    first = speaking[0][0]
    refs = [statement.ref for _, tally in speaking for statement in tally.denies]
    return Decision(
        "explicitDeny",
        tuple(sorted(refs, key=_place)),
        doubts.name_of(first.kind),
        doubts.of_documents(turns=False),
        first.level,
    )


def _place(ref: StatementRef) -> tuple[int, int]:
    return ref.policy, ref.statement


def _implicit_deny(silent: Passage | None, doubts: "_Doubts") -> Decision:
    unknowns = doubts.all(turns=False)
    if silent is None:
        # Every policy lets it through; the service itself does not.
        return Decision("implicitDeny", layer="service", unknowns=unknowns)
    return Decision("implicitDeny", (), doubts.name_of(silent.layer), unknowns, silent.level)


def _allowed(weighing: Weighing, doubts: "_Doubts") -> Decision:
    course = weighing.course
    own = weighing.tally_of("identity")
    granting = _granting(weighing)
    unknowns = doubts.all(turns=False)
    if course.standing == "root" and not course.needs_resource_policy:
        return Decision("allowed", (), "root", unknowns)
    decisive = "resource"
    if course.standing == "identity" and not weighing.grant_without("direct", "capped"):
        decisive = "identity"
        own_allows = [] if own is None else [statement.ref for statement in own.allows]
        granting = own_allows + (granting if course.needs_resource_policy else [])
    return Decision("allowed", tuple(sorted(granting, key=_place)), doubts.name_of(decisive), unknowns)


def _granting(weighing: Weighing) -> list[StatementRef]:
    """Returns the statements of the resource policy that grant; where the furthest reach counts, those."""
    tally = weighing.tally_of("resource")
    if tally is None:
        return []
    if weighing.course.needs_resource_policy:
        return [statement.ref for statement in tally.allows]
    reaches: tuple[Reach, ...] = ("direct", "capped")
    for reach in reaches:
        found = [
            one.ref
            for one in tally.allows
            if named_within(one, reach, weighing.request, weighing.stack.facts)
        ]
        if found:
            return found
    return []


class _Doubts:
    """What is not known about one request, in the order of the layers."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing

    def name_of(self, kind: str) -> str:
        """Returns what a layer is called here: a role's resource policy is its trust policy."""
        return self._weighing.course.treatment.resource_layer if kind == "resource" else kind

    def of_documents(self, *, turns: bool) -> tuple[Unknown, ...]:
        """Returns the documents AWS would refuse."""
        return tuple(
            Unknown("refusedPolicy", {"policy": policy.name or f"policy {policy.index + 1}"}, turns)
            for layer in self._weighing.course.asked
            if layer.is_refused
            for policy in layer.policies
            if policy.is_refused
        )

    def all(self, *, turns: bool) -> tuple[Unknown, ...]:
        """Returns everything that is not known."""
        weighing = self._weighing
        found = [
            doubt._replace(turns=turns and self._may_turn(statement, tally))
            for tally in weighing.tallies
            for statement in (*tally.possible_denies, *tally.possible_allows)
            for doubt in statement_doubts(statement, weighing.request, weighing.stack.around)
        ]
        found += _doubts_of_reach(weighing, turns=turns)
        treatment = weighing.course.treatment
        if treatment.doubt:
            found.append(Unknown(treatment.reason, {"action": weighing.request.action}, turns))
        return (*found, *self.of_documents(turns=turns))

    def _may_turn(self, statement: CompiledStatement, tally: Tally) -> bool:
        """Returns whether this statement, which perhaps applies, would change what its layer says."""
        if statement.is_deny or tally.allow is None:
            return True
        if statement.ref.layer != "resource":
            return False
        # A grant to the account is one already, but one to the caller reaches further.
        request, facts = self._weighing.request, self._weighing.stack.facts
        return any(
            named_within(statement, reach, request, facts) is not False
            and not any(named_within(sure, reach, request, facts) for sure in tally.allows)
            for reach in _REACHES
        )

    def undecided(self) -> Decision:
        """Returns the decision `unknown` with its reasons."""
        weighing = self._weighing
        unknowns = self.all(turns=True)
        if _is_of_another_type(weighing.stack, weighing.request):
            values = {
                "caller": weighing.request.principal.text,
                "type": weighing.stack.facts.principal_type,
            }
            unknowns = (*unknowns, Unknown("anotherPrincipalType", values))
        return Decision("unknown", unknowns=unknowns)


def _doubts_of_reach(weighing: Weighing, *, turns: bool) -> Iterator[Unknown]:
    """Yields the grants that name the caller for sure, but perhaps by an entry that reaches further as well."""
    tally = weighing.tally_of("resource")
    for statement in tally.allows if tally else ():
        reaches = (named_within(statement, one, weighing.request, weighing.stack.facts) for one in _REACHES)
        if None in reaches:
            values = {"statement": statement.ref.label, "caller": weighing.request.principal.text}
            yield Unknown("undecidedPrincipal", values, turns)


_REACHES: tuple[Reach, ...] = ("direct", "capped", "delegated")


def statement_doubts(
    statement: CompiledStatement, request: AccessRequest, around: Surroundings
) -> list[Unknown]:
    """Returns why it can't be known whether a statement applies, element by element."""
    label = {"statement": statement.ref.label}
    doubts = [
        Unknown("undecidedElement", {**label, "element": name})
        for name, element in (("Action", statement.action), ("Resource", statement.resource))
        if element is not None and element.truth(request) is None
    ]
    principal = statement.principal
    if principal is not None and statement.ref.layer in ("resource", "endpoint"):
        named = principal.truth(request, around.facts, has_boundary=around.has_boundary)
        if named is None:
            code = "undecidedNotPrincipal" if principal.negated else "undecidedPrincipal"
            doubts.append(Unknown(code, {**label, "caller": request.principal.text}))
    for condition in statement.conditions:
        if condition.truth(request.context) is None:
            doubts.append(Unknown(_condition_code(condition, request), {**label, **_names_in(condition)}))
    return doubts


def _condition_code(condition: ConditionTest, request: AccessRequest) -> str:
    if condition.operator is None:
        return "unknownOperator"
    if condition.is_disputed:
        return "disputedVariable"
    if condition.operator.quantifier is None and len(condition.request_values(request.context)) > 1:
        return "severalValues"
    return "undecidedCondition"


def _names_in(condition: ConditionTest) -> dict[str, str]:
    return {"operator": condition.operator_name, "key": condition.key}
