"""A layer: the policies of one kind that are in force together, and what they say to a request."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from iam.evaluation.decision import Facts
from iam.evaluation.index import LayerIndex
from iam.evaluation.principals import Reach
from iam.evaluation.statements import CompiledStatement
from iam.policy.document import PolicyDocument
from iam.request import AccessRequest
from iam.ternary import Truth, any_of

LayerKind = Literal["rcp", "scp", "endpoint", "resource", "identity", "boundary", "session"]

_WITH_PRINCIPALS = frozenset({"resource", "endpoint"})


class CompiledPolicy(NamedTuple):
    """One policy of a stack; its statements are empty if AWS would refuse the document."""

    index: int  # type: ignore[assignment]  # the name hides a method of tuples nobody needs here
    name: str
    document: PolicyDocument | None
    statements: tuple[CompiledStatement, ...]
    is_refused: bool


class Layer:
    """Policies joined by OR. `level` names the part of the organization an SCP or RCP hangs on."""

    def __init__(self, kind: LayerKind, policies: tuple[CompiledPolicy, ...], level: str = "") -> None:
        self.kind = kind
        self.policies = policies
        self.level = level
        self.names_principals = kind in _WITH_PRINCIPALS
        self.is_refused = any(policy.is_refused for policy in policies)
        # The statements of all policies, in order.
        self.statements: tuple[CompiledStatement, ...] = (
            policies[0].statements
            if len(policies) == 1
            else tuple(statement for policy in policies for statement in policy.statements)
        )

    @cached_property
    def index(self) -> LayerIndex:
        """The index over the statements, made when it is first asked."""
        return LayerIndex(self.statements)


class Surroundings(NamedTuple):
    """What a statement's principal element asks for beside the request."""

    facts: Facts
    has_boundary: bool


class Tally:
    """The statements of a layer that apply to a request, and those that may."""

    __slots__ = ("allows", "denies", "is_refused", "possible_allows", "possible_denies")

    def __init__(self, *, is_refused: bool = False) -> None:
        self.denies: list[CompiledStatement] = []
        self.allows: list[CompiledStatement] = []
        self.possible_denies: list[CompiledStatement] = []
        self.possible_allows: list[CompiledStatement] = []
        self.is_refused = is_refused

    def add(self, statement: CompiledStatement, truth: Truth) -> None:
        """Counts a statement that was found to apply, to apply perhaps, or not to apply."""
        if truth is None:
            (self.possible_denies if statement.is_deny else self.possible_allows).append(statement)
        elif truth:
            (self.denies if statement.is_deny else self.allows).append(statement)

    @property
    def deny(self) -> Truth:
        """Whether the layer denies. What a refused document would say, put right, nobody knows."""
        return True if self.denies else None if self.possible_denies or self.is_refused else False

    @property
    def allow(self) -> Truth:
        """Whether the layer allows, its denies aside."""
        return True if self.allows else None if self.possible_allows or self.is_refused else False

    def allow_within(self, reach: Reach, request: AccessRequest, facts: Facts) -> Truth:
        """Returns whether a resource policy grants to an entry of this reach."""
        truths: list[Truth] = [named_within(one, reach, request, facts) for one in self.allows]
        # Of a statement in doubt nothing is certain but where it can't apply.
        truths += [named_within(one, reach, request, facts) and None for one in self.possible_allows]
        return any_of([*truths, None] if self.is_refused else truths)


def named_within(statement: CompiledStatement, reach: Reach, request: AccessRequest, facts: Facts) -> Truth:
    """Returns whether a statement names the caller by an entry of this reach."""
    if statement.principal is None:
        return reach == "direct"
    return statement.principal.truth_within(reach, request, facts)


def tally_all(
    statements: Sequence[CompiledStatement], layer: Layer, request: AccessRequest, around: Surroundings
) -> Tally:
    """Returns what these statements of a layer say to a request."""
    if not statements and not layer.is_refused:
        return _SILENCE
    tally = Tally(is_refused=layer.is_refused)
    for statement in statements:
        tally.add(statement, truth_in(layer, statement, request, around))
    return tally


# What most layers say to most requests; nobody adds to it.
_SILENCE = Tally()


def truth_in(
    layer: Layer, statement: CompiledStatement, request: AccessRequest, around: Surroundings
) -> Truth:
    """Returns whether a statement of a layer applies, its principal element included where it counts."""
    if not layer.names_principals:
        return statement.truth(request)
    return statement.truth_for_caller(request, around.facts, has_boundary=around.has_boundary)
