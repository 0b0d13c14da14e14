"""Actions and resources of a statement, compiled. A truth of None means: AWS's text leaves it open."""

from collections.abc import Iterable
from dataclasses import dataclass

from iam.evaluation.targets import Target
from iam.patterns import (
    FilledParts,
    Matcher,
    Parts,
    Variable,
    Wildcard,
    compile_glob,
    cut,
    fill,
    split_fields,
    variables_in,
    without_variables,
)
from iam.policy.document import PolicyValue, ValueList
from iam.ternary import Truth, any_of, negate


@dataclass(frozen=True, slots=True)
class ActionPattern:
    """One value of `Action`; `is_disputed` if it has a wildcard in the service's place."""

    value: PolicyValue
    matches: Matcher
    is_disputed: bool

    @property
    def variables(self) -> tuple[Variable, ...]:
        """None: actions take no variables."""
        return ()

    def truth(self, target: Target) -> Truth:
        """Returns whether the pattern covers the action, without regard to case."""
        if not self.matches(target.action):
            return False
        return None if self.is_disputed else True


@dataclass(frozen=True, slots=True)
class ResourcePattern:
    """One value of `Resource`: a star, or six fields, of which only the last may hold variables.

    `last` is None if the last field has variables; then `last_parts` are filled in for each request.
    `whole` matches the ARN with stars that run over colons, None if no star ends an earlier field.
    """

    value: PolicyValue
    is_star: bool
    first_fields: tuple[Matcher, ...] = ()
    last: Matcher | None = None
    last_parts: Parts = ()
    whole: Matcher | None = None
    is_disputed: bool = False

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables whose values the pattern needs."""
        return variables_in(self.last_parts)

    def truth(self, target: Target) -> Truth:
        """Returns whether the pattern covers the resource."""
        if self.is_star:
            return True
        if target.fields is None or target.matches_only_star:
            return False
        if self._matches_fields(target):
            return None if self.is_disputed else True
        # "If the * is the last character of a field it can match beyond the colon" (Guide, Resource);
        # whether that holds between fields that are all written out, nobody says.
        return None if self.whole is not None and self.whole(target.resource) else False

    def _matches_fields(self, target: Target) -> bool:
        fields = target.fields or []
        if not all(matches(field) for matches, field in zip(self.first_fields, fields, strict=False)):
            return False
        if self.last is not None:
            return self.last(fields[5])
        filled = fill(self.last_parts, target.context)
        return filled is not None and compile_glob(filled)(fields[5])


@dataclass(frozen=True, slots=True)
class ElementTest:
    """`Action` or `Resource`, or their negation."""

    patterns: tuple[ActionPattern | ResourcePattern, ...]
    negated: bool

    def truth(self, target: Target) -> Truth:
        """Returns whether the element matches; a `Not...` with an empty list is undecided."""
        found = any_of(pattern.truth(target) for pattern in self.patterns)
        if not self.negated:
            return found
        return negate(found) if self.patterns else None


def compile_actions(element: ValueList) -> ElementTest:
    """Returns the test of an `Action` or `NotAction` element."""
    return ElementTest(tuple(_action(value) for value in element.values), element.negated)


def _action(value: PolicyValue) -> ActionPattern:
    text = value.text.lower()
    service = text.partition(":")[0]
    is_disputed = text.strip("*") not in ("", ":") and ("*" in service or "?" in service)
    return ActionPattern(value, compile_glob(_without_variables(text)), is_disputed)


def _without_variables(text: str) -> FilledParts:
    return without_variables(cut(text, variables=False)) or ()


def compile_resources(element: ValueList, *, variables: bool) -> ElementTest:
    """Returns the test of a `Resource` or `NotResource` element."""
    return ElementTest(tuple(_resource(value, variables) for value in element.values), element.negated)


def _resource(value: PolicyValue, variables: bool) -> ResourcePattern:
    parts = cut(value.text, variables=variables)
    if parts == (Wildcard.ANY,):
        return ResourcePattern(value, is_star=True)
    fields = split_fields(parts, 6)
    # Identity policies: an incomplete ARN is filled up (Guide, IAM identifiers).
    fields += [(Wildcard.ANY,)] * (6 - len(fields))
    first, last = fields[:5], fields[5]
    filled_last = without_variables(last)
    return ResourcePattern(
        value,
        is_star=False,
        first_fields=tuple(compile_glob(_with_stars(field)) for field in first),
        last=None if filled_last is None else compile_glob(filled_last),
        last_parts=last,
        whole=_whole(parts, first),
        is_disputed=_is_disputed(first),
    )


def _with_stars(parts: Iterable[object]) -> FilledParts:
    """Puts a star for each variable that stands where AWS takes none; see `_is_disputed`."""
    return tuple(part if isinstance(part, str | Wildcard) else Wildcard.ANY for part in parts)


def _whole(parts: Parts, first_fields: list[Parts]) -> Matcher | None:
    ends_with_star = any(field and field[-1] is Wildcard.ANY for field in first_fields)
    return compile_glob(_with_stars(parts)) if ends_with_star else None


def _is_disputed(first_fields: list[Parts]) -> bool:
    """Returns whether AWS forbids what stands there: variables before the fifth colon, a service glob."""
    service = first_fields[2]
    return any(isinstance(part, Wildcard) for part in service) or any(
        variables_in(field) for field in first_fields
    )
