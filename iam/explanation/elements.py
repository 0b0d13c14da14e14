"""Why an element of a statement matches or not, value by value.

Each explainer belongs to one element of one statement. It makes a node for every way the element can
come out, once, and from then on hands the same node out.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

from iam.evaluation.elements import (
    ActionPattern,
    ActionTest,
    ResourcePattern,
    ResourceTest,
    field_matchers,
    matches_only_star,
)
from iam.evaluation.layers import Surroundings
from iam.evaluation.principals import PrincipalPattern, PrincipalTest
from iam.explanation.reasons import ARN_FIELDS, Element, Reason, State, state_of
from iam.patterns import Matcher, compile_glob, cut, without_variables
from iam.policy.spans import Span
from iam.request import AccessRequest
from iam.ternary import Truth, any_of, negate

Pattern = TypeVar("Pattern", ActionPattern, ResourcePattern, PrincipalPattern)
# How one value came out: state, code, and what the sentence needs beside the value itself.
Outcome = tuple[State, str, tuple[tuple[str, str], ...]]

# Elements with many values can come out in many ways; beyond this a memory starts afresh.
_MEMORY = 256


class Memory(dict[Hashable, Reason]):
    """Nodes by the way they came out."""

    def keep(self, key: Hashable, node: Reason) -> Reason:
        """Returns the node, remembered from now on."""
        if len(self) >= _MEMORY:
            self.clear()
        self[key] = node
        return node


class ElementExplainer(Generic[Pattern]):
    """What all elements with a list of values have in common."""

    element: Element

    def __init__(
        self,
        patterns: tuple[Pattern, ...],
        spans: tuple[Span | None, ...],
        span: Span | None,
        policy: int,
        *,
        negated: bool,
    ) -> None:
        self.patterns: tuple[Pattern, ...] = patterns
        self.spans = spans
        self.span = span
        self.policy = policy
        self.negated = negated
        self.memory = Memory()

    def node_of(self, outcomes: tuple[Outcome, ...]) -> Reason:
        """Returns the node of an element whose truth follows from that of its values."""
        node = self.memory.get(outcomes)
        return node or self.memory.keep(outcomes, self.make(outcomes, self.truth_of(outcomes)))

    def node_of_one(self, outcome: Outcome) -> Reason:
        """Returns the same for the commonest case, a single value; its code tells all but a key or field."""
        node = self.memory.get(outcome)
        return node or self.memory.keep(outcome, self.node_of((outcome,)))

    def make(self, outcomes: Sequence[Outcome], truth: Truth) -> Reason:
        """Returns a new node for an element whose values came out so."""
        children = tuple(
            Reason("value", state, code, {"pattern": pattern.text, **dict(more)}, span, self.policy)
            for pattern, span, (state, code, more) in zip(self.patterns, self.spans, outcomes, strict=True)
        )
        state = state_of(truth)
        name = f"not{self.element.capitalize()}" if self.negated else self.element
        code = f"{name}{state[0].upper()}{state[1:]}"
        return Reason(self.element, state, code, span=self.span, policy=self.policy, children=children)

    def truth_of(self, outcomes: Sequence[Outcome]) -> Truth:
        """Returns the truth of the element from those of its values."""
        found = any_of(_TRUTHS[state] for state, _, _ in outcomes)
        if not self.negated:
            return found
        return negate(found) if outcomes else None


_TRUTHS: dict[State, Truth] = {"matched": True, "notMatched": False, "unknown": None, "notReached": False}


class ActionExplainer(ElementExplainer[ActionPattern]):
    """`Action` or `NotAction`."""

    element: Element = "action"

    def __init__(self, test: ActionTest, spans: tuple[Span | None, ...], span: Span | None, policy: int):
        super().__init__(test.patterns, spans, span, policy, negated=test.negated)
        self._ways = [_ways_of_action(pattern) for pattern in test.patterns]

    def explain(self, request: AccessRequest) -> Reason:
        """Returns the node of the element for a request."""
        ways = self._ways
        if len(ways) == 1:
            return self.node_of_one(ways[0].outcome(request))
        return self.node_of(tuple([way.outcome(request) for way in ways]))


class _ActionWays(NamedTuple):
    """The three ways an action pattern can come out."""

    matches: Matcher
    service: str
    matched: Outcome
    differs: Outcome
    other_service: Outcome

    def outcome(self, request: AccessRequest) -> Outcome:
        if self.service == request.service:
            return self.matched if self.matches(request.action_key) else self.differs
        return self.matched if self.matches(request.action_key) else self.other_service


def _ways_of_action(pattern: ActionPattern) -> _ActionWays:
    service = pattern.text.lower().partition(":")[0]
    matched: Outcome = ("matched", "actionPatternMatches", ())
    if pattern.is_disputed:
        matched = ("unknown", "actionPatternDisputed", ())
    elif pattern.text.strip("*") == "":
        matched = ("matched", "actionPatternIsAll", ())
    differs: Outcome = ("notMatched", "actionPatternDiffers", ())
    other: Outcome = ("notMatched", "actionPatternOtherService", ())
    has_wildcard = "*" in service or "?" in service
    return _ActionWays(pattern.matches, service, matched, differs, differs if has_wildcard else other)


_FIELD_OUTCOMES: tuple[Outcome, ...] = tuple(
    ("notMatched", "resourcePatternField", (("field", name),)) for name in ARN_FIELDS
)
_IS_ALL: Outcome = ("matched", "resourcePatternIsAll", ())
_MATCHES: Outcome = ("matched", "resourcePatternMatches", ())
_DISPUTED: Outcome = ("unknown", "resourcePatternDisputed", ())
_NEEDS_STAR: Outcome = ("notMatched", "resourcePatternNeedsStar", ())
_CASE: Outcome = ("notMatched", "resourcePatternCase", ())
_DIFFERS: Outcome = ("notMatched", "resourcePatternDiffers", ())
# AWS writes the first three fields in lower case, so only the others can differ in case alone.
_FIRST_CASED_FIELD = 3


class ResourceExplainer(ElementExplainer[ResourcePattern]):
    """`Resource` or `NotResource`."""

    element: Element = "resource"

    def __init__(self, test: ResourceTest, spans: tuple[Span | None, ...], span: Span | None, policy: int):
        super().__init__(test.patterns, spans, span, policy, negated=test.negated)
        self._lower_globs: dict[str, Matcher | None] = {}
        self._matchers: dict[str, tuple[Matcher, ...]] = {}

    def explain(self, request: AccessRequest) -> Reason:
        """Returns the node of the element for a request."""
        patterns = self.patterns
        if len(patterns) == 1:
            return self.node_of_one(self._outcome(patterns[0], request))
        return self.node_of(tuple([self._outcome(pattern, request) for pattern in patterns]))

    def _outcome(self, pattern: ResourcePattern, request: AccessRequest) -> Outcome:
        if pattern.is_star:
            return _IS_ALL
        truth = pattern.truth(request)
        if truth:
            return _MATCHES
        if truth is None:
            return _DISPUTED
        if request.fields is None or matches_only_star(request):
            return _NEEDS_STAR
        if pattern.last is None:
            key = _key_without_value(pattern, request)
            if key is not None:
                return "notMatched", "resourcePatternNoValue", (("key", key),)
        return self._outcome_of_difference(pattern, request, request.fields)

    def _outcome_of_difference(
        self, pattern: ResourcePattern, request: AccessRequest, fields: tuple[str, ...]
    ) -> Outcome:
        matchers = self._matchers.get(pattern.text)
        if matchers is None:
            matchers = self._matchers[pattern.text] = field_matchers(pattern)
        place = _first_difference(matchers, fields)
        if place is None or place >= _FIRST_CASED_FIELD:
            matches = self._lower_glob(pattern.text)
            if matches is not None and matches(request.resource.lower()):
                return _CASE
        return _DIFFERS if place is None else _FIELD_OUTCOMES[place]

    def _lower_glob(self, text: str) -> Matcher | None:
        if text not in self._lower_globs:
            parts = without_variables(cut(text.lower(), variables=False))
            self._lower_globs[text] = None if parts is None else compile_glob(parts)
        return self._lower_globs[text]


# The service differs most often, so it is looked at first.
_FIELD_ORDER = (2, 0, 1, 3, 4)


def _first_difference(matchers: tuple[Matcher, ...], fields: tuple[str, ...]) -> int | None:
    for number in _FIELD_ORDER:
        if not matchers[number](fields[number]):
            return number
    return None


def _key_without_value(pattern: ResourcePattern, request: AccessRequest) -> str | None:
    lacking = (
        variable.key
        for variable in pattern.variables
        if variable.default is None and len(request.context.values_of(variable.key)) != 1
    )
    return next(lacking, None)


class PrincipalExplainer(ElementExplainer[PrincipalPattern]):
    """`Principal` or `NotPrincipal`."""

    element: Element = "principal"

    def __init__(self, test: PrincipalTest, spans: tuple[Span | None, ...], span: Span | None, policy: int):
        super().__init__(test.patterns, spans, span, policy, negated=test.negated)
        self._test = test

    def explain(self, request: AccessRequest, around: Surroundings) -> Reason:
        """Returns the node of the element for a request."""
        outcomes = tuple(
            _outcome_of_principal(pattern, pattern.truth(request, around.facts), request)
            for pattern in self.patterns
        )
        truth = self._test.truth(request, around.facts, has_boundary=around.has_boundary)
        node = self.memory.get((outcomes, truth))
        return node or self.memory.keep((outcomes, truth), self.make(outcomes, truth))


def _outcome_of_principal(pattern: PrincipalPattern, truth: Truth, request: AccessRequest) -> Outcome:
    if pattern.kind == "invalid":
        return "notMatched", "principalInvalid", ()
    if pattern.kind == "star":
        return "matched", "principalIsEverybody", ()
    if truth is None:
        return "unknown", "principalUndecided", ()
    if not truth:
        return "notMatched", "principalDiffers", ()
    codes = {"direct": "principalMatches", "capped": "principalCapped", "delegated": "principalDelegates"}
    return "matched", codes[pattern.reach(request.principal)], ()
