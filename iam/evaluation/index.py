"""Finds the statements of a layer that may speak of a request, without asking every one.

INVARIANT: whatever is left out has the truth False for this request. What is found is only likely, and
is asked in full; so an index changes the time a decision takes and nothing else (a property test holds
it to that). The ways in: the action, literal or by the prefix of its service; then the resource, whole
or by the text before its first wildcard; then, where any resource will do, a value a condition wants.
"""

from collections.abc import Iterable, Sequence

from iam.conditions import ConditionTest
from iam.evaluation.elements import ActionPattern, ResourcePattern, matches_only_star
from iam.evaluation.statements import CompiledStatement
from iam.request import AccessRequest

# Plans are remembered by action; whoever asks for more actions than AWS has gets no more memory for it.
_MOST_PLANS = 4096

Numbers = tuple[int, ...]


class LayerIndex:
    """An index over the statements of one layer, by their numbers."""

    def __init__(self, statements: Sequence[CompiledStatement]) -> None:
        self._statements = statements
        self._plans: dict[str, Plan] = {}
        self._by_action: dict[str, list[int]] = {}
        self._by_service: dict[str, list[int]] = {}
        self._by_no_service: list[int] = []
        for number, statement in enumerate(statements):
            self._enter(number, statement)

    def find(self, request: AccessRequest) -> Sequence[CompiledStatement]:
        """Returns the statements that may speak of the request, in the order of the layer."""
        return self.plan_for(request).find(request)

    def plan_for(self, request: AccessRequest) -> "Plan":
        """Returns where to look for the statements that speak of the request's action."""
        return self._plans.get(request.action_key) or self._make_plan(request)

    def _enter(self, number: int, statement: CompiledStatement) -> None:
        services = {_service_of(pattern) for pattern in statement.action.patterns}
        if statement.action.negated or None in services:
            self._by_no_service.append(number)
            return
        for pattern in statement.action.patterns:
            text = pattern.text.lower()
            is_literal = not ("*" in text or "?" in text)
            ways = self._by_action if is_literal else self._by_service
            ways.setdefault(text if is_literal else text.partition(":")[0], []).append(number)

    def _make_plan(self, request: AccessRequest) -> "Plan":
        """Returns the plan of an action: all that is left once the action is known."""
        numbers = {
            *self._by_action.get(request.action_key, ()),
            *self._by_service.get(request.service, ()),
            *self._by_no_service,
        }
        statements = self._statements
        speaking = [one for one in sorted(numbers) if statements[one].action.truth(request) is not False]
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        plan = self._plans[request.action_key] = Plan(statements, speaking, request)
        return plan


def _service_of(pattern: ActionPattern) -> str | None:
    """Returns the service an action pattern is confined to, or None if to none."""
    service, colon, _ = pattern.text.lower().partition(":")
    return service if colon and not ("*" in service or "?" in service) else None


class Plan:
    """Where to look among the statements that speak of one action.

    `is_certain` tells whether the action of each is known to match, and not only likely.
    """

    __slots__ = (
        "_always",
        "_by_prefix",
        "_by_resource",
        "_by_value",
        "_only_star",
        "_statements",
        "is_certain",
    )

    def __init__(
        self, statements: Sequence[CompiledStatement], numbers: Sequence[int], request: AccessRequest
    ) -> None:
        ways = _Ways()
        for number in numbers:
            ways.enter(number, statements[number])
        self._statements = statements
        self.is_certain = all(statements[number].action.truth(request) for number in numbers)
        # Whether the action takes no ARN at all hangs on the action alone, but for requests on `*`.
        self._only_star = request.fields is not None and matches_only_star(request)
        self._always = tuple(ways.always)
        self._by_resource = _frozen(ways.by_resource)
        self._by_prefix = tuple((length, _frozen(texts)) for length, texts in sorted(ways.by_prefix.items()))
        self._by_value = tuple((key, _frozen(values)) for key, values in ways.by_value.items())

    def find(self, request: AccessRequest) -> Sequence[CompiledStatement]:
        """Returns the statements that may match, in the order of the layer."""
        numbers = self._find_numbers(request)
        if not numbers:
            return ()
        if len(numbers) > 1:
            return [self._statements[number] for number in sorted(set(numbers))]
        return (self._statements[numbers[0]],)

    def _find_numbers(self, request: AccessRequest) -> Numbers:
        """Returns the numbers of the statements that may match, some perhaps twice."""
        found = self._always
        if request.fields is not None and not self._only_star:
            resource = request.resource
            found += self._by_resource.get(resource, ())
            for length, texts in self._by_prefix:
                found += texts.get(resource[:length], ())
        for key, values in self._by_value:
            for value in request.context.values_at(key):
                found += values.get(value, ())
        return found


class _Ways:
    """The ways in while they are gathered."""

    def __init__(self) -> None:
        self.always: list[int] = []
        self.by_resource: dict[str, list[int]] = {}
        self.by_prefix: dict[int, dict[str, list[int]]] = {}
        self.by_value: dict[str, dict[str, list[int]]] = {}

    def enter(self, number: int, statement: CompiledStatement) -> None:
        resource = statement.resource
        if resource is None or resource.negated or any(one.is_star for one in resource.patterns):
            self._enter_by_condition(number, statement.conditions)
            return
        for pattern in resource.patterns:
            self._enter_resource(number, pattern)

    def _enter_resource(self, number: int, pattern: ResourcePattern) -> None:
        prefix = pattern.parts[0] if pattern.parts else ""
        if not isinstance(prefix, str):
            self.always.append(number)
        elif pattern.is_literal:
            self.by_resource.setdefault(prefix, []).append(number)
        else:
            self.by_prefix.setdefault(len(prefix), {}).setdefault(prefix, []).append(number)

    def _enter_by_condition(self, number: int, conditions: Iterable[ConditionTest]) -> None:
        for condition in conditions:
            if _wants_one_of_its_texts(condition):
                values = self.by_value.setdefault(condition.key.lower(), {})
                for text in condition.fixed_texts() or ():
                    values.setdefault(text, []).append(number)
                return
        self.always.append(number)


def _wants_one_of_its_texts(condition: ConditionTest) -> bool:
    """Returns whether the condition is false unless the request has one of the policy's very texts."""
    operator = condition.operator
    return (
        operator is not None
        and operator.base.name == "StringEquals"
        and not (operator.is_negated or operator.if_exists)
        and operator.quantifier != "ForAllValues"
        and condition.fixed_texts() is not None
        and not condition.is_disputed
    )


def _frozen(numbers: dict[str, list[int]]) -> dict[str, Numbers]:
    return {text: tuple(some) for text, some in numbers.items()}
