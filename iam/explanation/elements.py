"""Why an element of a statement matches or not, value by value.

Each explainer belongs to one element of one statement. It makes a node for every way the element can
come out, once, and from then on hands the same node out.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from iam.evaluation.elements import (
    ActionPattern,
    ActionTest,
    ResourcePattern,
    ResourceTest,
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


class Memory:
    """Nodes by the way they came out."""

    def __init__(self) -> None:
        self._nodes: dict[Hashable, Reason] = {}

    def node(self, key: Hashable, make: Callable[[], Reason]) -> Reason:
        """Returns the node for a way to come out, made at most once while it is remembered."""
        found = self._nodes.get(key)
        if found is None:
            if len(self._nodes) >= _MEMORY:
                self._nodes.clear()
            found = self._nodes[key] = make()
        return found


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
        self._memory = Memory()

    def node(self, outcomes: tuple[Outcome, ...], truth: Truth) -> Reason:
        """Returns the node of the element whose values came out so."""
        return self._memory.node((outcomes, truth), lambda: self._make(outcomes, truth))

    def _make(self, outcomes: tuple[Outcome, ...], truth: Truth) -> Reason:
        children = tuple(
            Reason("value", state, code, {"pattern": pattern.text, **dict(more)}, span, self.policy)
            for pattern, span, (state, code, more) in zip(self.patterns, self.spans, outcomes, strict=True)
        )
        state = state_of(truth)
        name = f"not{self.element.capitalize()}" if self.negated else self.element
        code = f"{name}{state[0].upper()}{state[1:]}"
        return Reason(self.element, state, code, span=self.span, policy=self.policy, children=children)

    def truth_of(self, outcomes: tuple[Outcome, ...]) -> Truth:
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
        self._services = [pattern.text.lower().partition(":")[0] for pattern in test.patterns]

    def explain(self, request: AccessRequest) -> Reason:
        """Returns the node of the element for a request."""
        outcomes = tuple(
            self._outcome(number, pattern, request) for number, pattern in enumerate(self.patterns)
        )
        return self.node(outcomes, self.truth_of(outcomes))

    def _outcome(self, number: int, pattern: ActionPattern, request: AccessRequest) -> Outcome:
        matched, differs, other_service = self._ways[number]
        if pattern.matches(request.action_key):
            return matched
        return differs if self._services[number] == request.service else other_service


def _ways_of_action(pattern: ActionPattern) -> tuple[Outcome, Outcome, Outcome]:
    matched: Outcome = ("matched", "actionPatternMatches", ())
    if pattern.is_disputed:
        matched = ("unknown", "actionPatternDisputed", ())
    elif pattern.text.strip("*") == "":
        matched = ("matched", "actionPatternIsAll", ())
    differs: Outcome = ("notMatched", "actionPatternDiffers", ())
    has_wildcard = bool({"*", "?"} & set(pattern.text.partition(":")[0]))
    return matched, differs, differs if has_wildcard else ("notMatched", "actionPatternOtherService", ())


class ResourceExplainer(ElementExplainer[ResourcePattern]):
    """`Resource` or `NotResource`."""

    element: Element = "resource"

    def __init__(self, test: ResourceTest, spans: tuple[Span | None, ...], span: Span | None, policy: int):
        super().__init__(test.patterns, spans, span, policy, negated=test.negated)
        self._lower_globs = [_lower_glob(pattern.text) for pattern in test.patterns]

    def explain(self, request: AccessRequest) -> Reason:
        """Returns the node of the element for a request."""
        outcomes = tuple(
            self._outcome(number, pattern, request) for number, pattern in enumerate(self.patterns)
        )
        return self.node(outcomes, self.truth_of(outcomes))

    def _outcome(self, number: int, pattern: ResourcePattern, request: AccessRequest) -> Outcome:
        if pattern.is_star:
            return "matched", "resourcePatternIsAll", ()
        truth = pattern.truth(request)
        if truth:
            return "matched", "resourcePatternMatches", ()
        if truth is None:
            return "unknown", "resourcePatternDisputed", ()
        if matches_only_star(request):
            return "notMatched", "resourcePatternNeedsStar", ()
        key = _key_without_value(pattern, request) if pattern.last is None else None
        if key is not None:
            return "notMatched", "resourcePatternNoValue", (("key", key),)
        matches = self._lower_globs[number]
        if matches is not None and matches(request.resource.lower()):
            return "notMatched", "resourcePatternCase", ()
        return _outcome_of_difference(pattern, request)


def _key_without_value(pattern: ResourcePattern, request: AccessRequest) -> str | None:
    lacking = (
        variable.key
        for variable in pattern.variables
        if variable.default is None and len(request.context.values_of(variable.key)) != 1
    )
    return next(lacking, None)


def _outcome_of_difference(pattern: ResourcePattern, request: AccessRequest) -> Outcome:
    fields = request.fields or ()
    for name, matches, asked in zip(ARN_FIELDS, pattern.first_fields, fields, strict=False):
        if not matches(asked):
            return "notMatched", "resourcePatternField", (("field", name),)
    return "notMatched", "resourcePatternDiffers", ()


def _lower_glob(text: str) -> Matcher | None:
    parts = without_variables(cut(text.lower(), variables=False))
    return None if parts is None else compile_glob(parts)


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
        return self.node(outcomes, truth)


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
