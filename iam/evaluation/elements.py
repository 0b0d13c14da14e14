"""Actions and resources of a statement, compiled. A truth of None means: AWS's text leaves it open."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from iam.catalogue import takes_only_star
from iam.patterns import (
    FilledParts,
    Matcher,
    Parts,
    Variable,
    Wildcard,
    compile_glob,
    compile_text,
    cut,
    fill,
    split_fields,
    variables_in,
    without_variables,
)
from iam.request import AccessRequest
from iam.ternary import Truth, any_of, negate

MOST_SHARED = 4096


class ActionPattern(NamedTuple):
    """One value of `Action`; `is_disputed` if a wildcard stands for the service."""

    text: str
    matches: Matcher
    is_disputed: bool

    @property
    def variables(self) -> tuple[Variable, ...]:
        """None: actions take no variables."""
        return ()

    def truth(self, request: AccessRequest) -> Truth:
        """Returns whether the pattern covers the action, without regard to case."""
        if not self.matches(request.action_key):
            return False
        return None if self.is_disputed else True


class ResourcePattern(NamedTuple):
    """One value of `Resource`: a star, or six fields, of which only the last may hold variables.

    `last` is None if the last field has variables; then `last_parts` are filled in for each request.
    `whole` matches the ARN with stars that run over colons, None if no star ends an earlier field;
    `runs_over` tells whether that is settled: not with fewer than six fields, nor beside variables.
    `beginning` is all that counts where a pattern is plain text but for a star at its end, or, if
    `is_literal`, plain text altogether; None elsewhere. The fields are not compiled then.
    """

    text: str
    is_star: bool
    parts: Parts = ()
    first_fields: tuple[Matcher, ...] = ()
    last: Matcher | None = None
    last_parts: Parts = ()
    whole: Matcher | None = None
    runs_over: bool = False
    is_disputed: bool = False
    beginning: str | None = None
    is_literal: bool = False

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables whose values the pattern needs."""
        return variables_in(self.last_parts)

    def truth(self, request: AccessRequest) -> Truth:
        """Returns whether the pattern covers the resource."""
        if self.is_star:
            return True
        if matches_only_star(request):
            return False
        if self.beginning is not None:
            resource = request.resource
            return resource == self.beginning if self.is_literal else resource.startswith(self.beginning)
        if self._matches_fields(request):
            return None if self.is_disputed else True
        # A star that ends a field can match beyond the colon (Guide, Resource).
        if self.whole is None or not self.whole(request.resource):
            return False
        return True if self.runs_over else None

    def _matches_fields(self, request: AccessRequest) -> bool:
        fields = request.fields or ()
        if not all(matches(field) for matches, field in zip(self.first_fields, fields, strict=False)):
            return False
        if self.last is not None:
            return self.last(fields[5])
        filled = fill(self.last_parts, request.context)
        return filled is not None and compile_glob(filled)(fields[5])


def matches_only_star(request: AccessRequest) -> bool:
    """Returns whether only a `*` speaks of the resource: it is `*`, or the action has no resource types.

    (Service Authorization Reference: actions without a resource type need `"Resource": "*"`.)
    """
    return request.fields is None or takes_only_star(request.action_key)


class ActionTest(NamedTuple):
    """`Action`, or `NotAction` if `negated`."""

    patterns: tuple[ActionPattern, ...]
    negated: bool

    def truth(self, request: AccessRequest) -> Truth:
        """Returns whether the element matches; a `Not...` with an empty list is undecided."""
        if len(self.patterns) == 1 and not self.negated:
            return self.patterns[0].truth(request)
        return _truth(self, request)


class ResourceTest(NamedTuple):
    """`Resource`, or `NotResource` if `negated`."""

    patterns: tuple[ResourcePattern, ...]
    negated: bool

    @property
    def tester(self) -> Callable[[AccessRequest], Truth]:
        """The shortest way to `truth`: that of the pattern, where there is one only."""
        return self.patterns[0].truth if len(self.patterns) == 1 and not self.negated else self.truth

    def truth(self, request: AccessRequest) -> Truth:
        """Returns whether the element matches; a `Not...` with an empty list is undecided."""
        return _truth(self, request)


def _truth(element: ActionTest | ResourceTest, request: AccessRequest) -> Truth:
    found = any_of(pattern.truth(request) for pattern in element.patterns)
    if not element.negated:
        return found
    return negate(found) if element.patterns else None


def compile_actions(texts: Iterable[str], *, negated: bool) -> ActionTest:
    """Returns the test of an `Action` or `NotAction` element."""
    return ActionTest(tuple(map(_action, texts)), negated)


# Accounts write the same patterns again and again, so they share them.
@lru_cache(maxsize=MOST_SHARED)
def _action(text: str) -> ActionPattern:
    lower = text.lower()
    service = lower.partition(":")[0]
    is_disputed = ("*" in service or "?" in service) and lower.strip("*") not in ("", ":")
    return ActionPattern(text, compile_text(lower), is_disputed)


_STAR = ResourcePattern("*", is_star=True)
_SPECIAL = re.compile(r"[*?$]")


def compile_resources(
    texts: Iterable[str], *, negated: bool, variables: bool, fills_up: bool = True
) -> ResourceTest:
    """Returns the test of a `Resource` or `NotResource` element.

    `fills_up` tells whether the type of policy takes an ARN that lacks fields.
    """
    return ResourceTest(tuple([_resource(text, variables, fills_up) for text in texts]), negated)


@lru_cache(maxsize=MOST_SHARED)
def _resource(text: str, variables: bool, fills_up: bool) -> ResourcePattern:
    if text == "*":
        return _STAR
    beginning = text[:-1] if text[-1:] == "*" else text
    if beginning.count(":") >= 5 and not _SPECIAL.search(beginning):
        # Plain text but for a star at its end, which stands in the last field then.
        parts: Parts = (text,) if beginning is text else (beginning, Wildcard.ANY)
        return ResourcePattern(
            text, is_star=False, parts=parts, beginning=beginning, is_literal=beginning is text
        )
    parts = cut(text, variables=variables)
    if parts == (Wildcard.ANY,):
        return ResourcePattern(text, is_star=True)
    fields = split_fields(parts, 6)
    is_short = len(fields) < 6
    # Identity policies: an incomplete ARN is filled up (Guide, IAM identifiers).
    fields += [(Wildcard.ANY,)] * (6 - len(fields))
    first, last = fields[:5], fields[5]
    filled_last = without_variables(last)
    return ResourcePattern(
        text,
        is_star=False,
        parts=parts,
        first_fields=_first_fields(first),
        last=None if filled_last is None else compile_glob(filled_last),
        last_parts=last,
        whole=_whole(parts, first),
        # Where fields are filled up too, two rules of AWS's meet, and its pages say nothing of both.
        runs_over=not is_short and not _is_disputed(first) and not variables_in(parts),
        is_disputed=_is_disputed(first) or (is_short and not fills_up),
    )


def field_matchers(pattern: ResourcePattern) -> tuple[Matcher, ...]:
    """Returns the matchers of the first five fields, for whoever wants to know which one differs."""
    return pattern.first_fields or _first_fields(split_fields(pattern.parts, 6)[:5])


def _first_fields(fields: Iterable[Parts]) -> tuple[Matcher, ...]:
    return tuple(compile_glob(_with_stars(field)) for field in fields)


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
