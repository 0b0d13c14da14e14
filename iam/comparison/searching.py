"""Is there a request that one side allows and the other does not? Looked for action by action, Allow by Allow."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from iam.comparison.actions import ActionClass
from iam.comparison.bounds import Budget, UndecidedError
from iam.comparison.contexts import SOMEBODY, Context, ContextSearch, demanded, spelled, tests_on
from iam.comparison.globs import Automaton, TooManyTextsError, find_texts
from iam.comparison.resources import UnclearPatternError, domain_of, glob_of
from iam.comparison.values import TooManyValuesError, candidates
from iam.evaluation import CompiledStatement
from iam.evaluation.elements import ResourcePattern
from iam.patterns import Variable
from iam.request import RequestContext

_MOST_STATES = 5_000
_MOST_SETTINGS = 64


class Side(NamedTuple):
    """The statements of one side that concern an action."""

    allows: tuple[CompiledStatement, ...]
    denies: tuple[CompiledStatement, ...]

    def within(self, statements: frozenset[int]) -> "Side":
        """Those among statements that are named by their `id`."""
        return Side(*(tuple(one for one in each if id(one) in statements) for each in self))


class Found(NamedTuple):
    """A resource and the condition keys of a request that tells the sides apart."""

    resource: str
    context: Context


class Search:
    """A search for what `more` allows and `less` does not, through one action after the other.

    It remembers where nothing was found, since most actions see the same few statements.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.barren: set[object] = set()
        self.resources: dict[object, list[tuple[str, frozenset[ResourcePattern]]]] = {}

    def run(self, action: ActionClass, more: Side, less: Side) -> Iterator[Found]:
        """Yields requests that tell the sides apart. Raises: UndecidedError."""
        keeps_denies = all(any(covers(other, deny) for other in more.denies) for deny in less.denies)
        for allow in more.allows:
            if not keeps_denies or not any(covers(other, allow) for other in less.allows):
                yield from self._search_within(action, allow, more, less)

    def _search_within(
        self, action: ActionClass, allow: CompiledStatement, more: Side, less: Side
    ) -> Iterator[Found]:
        """The same for requests that one Allow grants."""
        statements = [allow, *more.denies, *less.allows, *less.denies]
        for test in (test for statement in statements for test in statement.conditions):
            if test.operator is None or test.is_disputed:
                raise UndecidedError(f"nobody can say what {test.operator_name} on {test.key} does")
        for setting in settings_of(statements):
            for resource, matching in self._resources_of(action, allow, statements, setting):
                key = id(allow), matching, tuple(setting.items())
                if key not in self.barren:
                    for context in self._contexts_of(
                        allow, more.within(matching), less.within(matching), setting
                    ):
                        yield Found(resource, context)
                    self.barren.add(key)

    def _contexts_of(
        self, allow: CompiledStatement, more: Side, less: Side, setting: Context
    ) -> Iterator[Context]:
        if any(not one.conditions for one in more.denies):
            return
        granting = () if any(not one.conditions for one in less.denies) else less.allows
        refusing = less.denies if granting else ()
        yield from ContextSearch(allow, more.denies, granting, refusing, setting, self.budget).run()

    def _resources_of(
        self,
        action: ActionClass,
        allow: CompiledStatement,
        statements: Sequence[CompiledStatement],
        setting: Context,
    ) -> Iterator[tuple[str, frozenset[int]]]:
        """Each way in which statements share a resource of the Allow: the resource, and whose it is."""
        if action.takes_only_star:
            found = [("*", frozenset(one for one in patterns_of(statements) if one.is_star))]
        else:
            found = self._texts_of(action, allow, statements, setting)
        seen: set[frozenset[int]] = set()
        for resource, covered in found:
            matching = frozenset(id(one) for one in statements if is_covered(one, covered))
            if id(allow) in matching and matching not in seen:
                seen.add(matching)
                yield resource, matching

    def _texts_of(
        self,
        action: ActionClass,
        allow: CompiledStatement,
        statements: Sequence[CompiledStatement],
        setting: Context,
    ) -> list[tuple[str, frozenset[ResourcePattern]]]:
        """Resources of the Allow, each with the patterns that cover it."""
        domain, patterns, needed = domain_of(action.action), patterns_of(statements), patterns_needed(allow)
        key = domain, frozenset(patterns), tuple(setting.items()), needed
        if key not in self.resources:
            self.resources[key] = self._find_texts(domain, patterns, needed, RequestContext(setting))
        return self.resources[key]

    def _find_texts(
        self,
        domain: Sequence[Automaton],
        patterns: Sequence[ResourcePattern],
        needed: frozenset[ResourcePattern],
        context: RequestContext,
    ) -> list[tuple[str, frozenset[ResourcePattern]]]:
        try:
            globs = [(pattern, glob_of(pattern, context)) for pattern in patterns if not pattern.is_star]
        except UnclearPatternError as error:
            raise UndecidedError(f"AWS's pages leave open what {error.pattern} covers") from None
        # A pattern without a glob has a variable without a value, so it covers nothing.
        sound = {pattern: glob for pattern, glob in globs if glob is not None}
        if needed and needed.isdisjoint(sound):
            return []
        names = list(sound)
        stars = frozenset(pattern for pattern in patterns if pattern.is_star)
        wanted = frozenset(number for number, pattern in enumerate(names) if pattern in needed)
        bound = min(_MOST_STATES, self.budget.left)
        try:
            texts = list(find_texts(domain, list(sound.values()), bound=bound, needed=wanted))
        except TooManyTextsError:
            raise UndecidedError("the resources overlap in too many ways") from None
        self.budget.spend(len(texts))
        return [(text, stars | {names[number] for number in matched}) for matched, text in texts]


def covers(other: CompiledStatement, one: CompiledStatement) -> bool:
    """Whether a statement says all that another says, as far as their texts alone show; both concern the action."""
    if {spelled(test) for test in other.conditions} - {spelled(test) for test in one.conditions}:
        return False
    if other.resource is None or one.resource is None:
        return other.resource is one.resource
    patterns, others = (frozenset(patterns_of([each])) for each in (one, other))
    if one.resource.negated or other.resource.negated:
        return one.resource.negated is other.resource.negated and patterns == others
    return any(pattern.is_star for pattern in others) or patterns <= others


def patterns_of(statements: Iterable[CompiledStatement]) -> list[ResourcePattern]:
    """The patterns of statements over resources, each once."""
    every = (pattern for one in statements if one.resource for pattern in one.resource.patterns)
    return list(dict.fromkeys(every))


def patterns_needed(allow: CompiledStatement) -> frozenset[ResourcePattern]:
    """The patterns of which one has to cover the resource; none if any resource will do, or the others."""
    if (
        allow.resource is None
        or allow.resource.negated
        or any(one.is_star for one in allow.resource.patterns)
    ):
        return frozenset()
    return frozenset(allow.resource.patterns)


def is_covered(statement: CompiledStatement, covered: frozenset[ResourcePattern]) -> bool:
    resource = statement.resource
    if resource is None:
        return True
    return any(pattern in covered for pattern in resource.patterns) is not resource.negated


def settings_of(statements: Sequence[CompiledStatement]) -> list[Context]:
    """The values that the variables in resources may have, in every combination. Raises: UndecidedError."""
    patterns = patterns_of(statements)
    names = dict.fromkeys(variable.key.lower() for pattern in patterns for variable in pattern.variables)
    settings: list[Context] = [{}]
    for name in names:
        try:
            others = [*segments_beside(name, patterns), *demanded(name, statements)]
            values = candidates(name, tests_on(name, statements), others)
        except TooManyValuesError as error:
            raise UndecidedError(f"the conditions on {error.key} tell too many values apart") from None
        settings = [{**setting, name: value} for setting in settings for value in values if len(value) < 2]
        if len(settings) > _MOST_SETTINGS:
            raise UndecidedError("the policy variables may have too many values")
    return settings


def segments_beside(name: str, patterns: Sequence[ResourcePattern]) -> list[str]:
    """What other resources have where a variable stands, and values that none of them has."""
    befores = {
        "".join(part for part in pattern.parts[:place] if isinstance(part, str))
        for pattern in patterns
        for place, part in enumerate(pattern.parts)
        if isinstance(part, Variable) and part.key.lower() == name
        if all(isinstance(one, str) for one in pattern.parts[:place])
    }
    beside = {
        pattern.text[len(before) :].partition("/")[0].partition(":")[0].rstrip("*?")
        for before in befores
        for pattern in patterns
        if pattern.text.startswith(before)
    }
    return [*SOMEBODY, *sorted(text for text in beside if text and not set(text) & set("*?$"))]
