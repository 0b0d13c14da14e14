"""The resources that a request may name, and the patterns of policies over them, as automata.

A known action takes only ARNs of its resource types (Service Authorization Reference), and `*` if it has none; so an
answer never hangs on a resource that no request can name. An unknown action takes any ARN.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from iam.catalogue.scopes import arn_forms
from iam.comparison.globs import DIGITS, NO_COLON, SOMETHING, Automaton, Step, steps_of
from iam.evaluation.elements import ResourcePattern
from iam.patterns import FilledParts, Parts, Wildcard, fill, split_fields
from iam.request import RequestContext

_SLOT = re.compile(r"\$\{([^}]*)\}|<[^>]*>|\*")
_ANY_ARN = "arn:aws:${Service}:${AnyRegion}:${AnyAccount}:${Resource}"
_ACCOUNT = [Step(DIGITS)] * 12
# A name with a slash is that of an object.
NO_SLASH = frozenset("/:")
_NO_COLONS = Step(None, NO_COLON, repeats=True)


class UnclearPatternError(ValueError):
    """AWS's text leaves open what a pattern covers: `pattern` is its text."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern


@lru_cache(maxsize=1024)
def domain_of(action: str) -> tuple[Automaton, ...]:
    """Automata for the ARNs that an action can name; without any, only `*` can be named by a known action."""
    return tuple(Automaton(_steps_of_form(form)) for form in arn_forms(action) or (_ANY_ARN,))


def _steps_of_form(form: str) -> list[Step]:
    """The ARNs of a resource type, such as `arn:${Partition}:s3:::${BucketName}/${KeyName}`."""
    steps: list[Step] = []
    position = 0
    for match in _SLOT.finditer(form):
        steps += steps_of([form[position : match.start()]])
        steps += _steps_of_slot(match[1] or "")
        position = match.end()
    return steps + steps_of([form[position:]])


def _steps_of_slot(name: str) -> Iterable[Step]:
    match name:
        case "Partition":
            return steps_of(["aws"])
        case "Account":
            return _ACCOUNT
        case "Region" | "Service":
            return [Step(None, NO_COLON), _NO_COLONS]
        case "BucketName":
            return [Step(None, NO_SLASH), Step(None, NO_SLASH, repeats=True)]
        case "AnyRegion" | "AnyAccount":
            return [_NO_COLONS]
    return SOMETHING


def glob_of(pattern: ResourcePattern, context: RequestContext) -> Automaton | None:
    """A pattern that is no `*` as an automaton; None if one of its variables has no value.

    Raises: UnclearPatternError.
    """
    if pattern.is_disputed:
        raise UnclearPatternError(pattern.text)
    filled = fill(pattern.parts, context) if pattern.variables else pattern.parts
    return None if filled is None else _automaton_of(filled)


@lru_cache(maxsize=4096)
def _automaton_of(parts: Parts) -> Automaton:
    filled: FilledParts = tuple(part for part in parts if isinstance(part, str | Wildcard))
    fields = split_fields(filled, 6)
    runs_over = len(fields) == 6 and any(field and field[-1] is Wildcard.ANY for field in fields[:5])
    if runs_over:
        return Automaton(steps_of(filled))
    steps: list[Step] = []
    for number, field in enumerate(fields):
        if number:
            steps += steps_of([":"])
        steps += steps_of(_filled(field), barred=frozenset() if number == 5 else NO_COLON)
    for number in range(len(fields), 6):
        steps += [*steps_of([":"]), Step(None, frozenset() if number == 5 else NO_COLON, repeats=True)]
    return Automaton(steps)


def _filled(field: Parts) -> FilledParts:
    return tuple(part for part in field if isinstance(part, str | Wildcard))
