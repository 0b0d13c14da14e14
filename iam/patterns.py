"""Wildcards and policy variables: text of a policy to parts, parts to globs.

A text is first cut into parts: plain text, `*`, `?`, and variables. Filling in the variables gives
parts without variables, in which a `*` that came from the request is plain text (IAM User Guide,
Variables and tags). Only then is a glob compiled, so that no value can smuggle in a wildcard.
"""

import enum
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from iam.request import RequestContext


class Wildcard(enum.Enum):
    """`*` stands for any text, also none; `?` for one character."""

    ANY = "*"
    ONE = "?"


class Variable(NamedTuple):
    """`${key}` or `${key, 'default'}`."""

    key: str
    default: str | None


FilledPart = str | Wildcard
Part = FilledPart | Variable
FilledParts = tuple[FilledPart, ...]
Parts = tuple[Part, ...]
Matcher = Callable[[str], bool]

_SPECIAL_PLACE = re.compile(r"[*?]|\$\{")
_SPECIAL = {"*", "?", "$"}
_VARIABLE = re.compile(r"\s*([^\s,'${}*?]+)\s*(?:,\s*'([^'{}]*)'\s*)?")


def cut(text: str, *, variables: bool, wildcards: bool = True) -> Parts:
    """Returns the parts of a policy's text.

    Without `variables` (Version before 2012-10-17) `${...}` is plain text; without `wildcards`
    (operators such as StringEquals) `*` and `?` are.
    """
    if "*" not in text and "?" not in text and "$" not in text:
        return (text,) if text else ()
    parts: list[Part] = []
    position = 0
    for match in _SPECIAL_PLACE.finditer(text):
        start = match.start()
        if start < position:
            continue
        _append(parts, text[position:start])
        part, position = _part_at(text, start, variables, wildcards)
        _append(parts, part)
    _append(parts, text[position:])
    return tuple(parts)


def _part_at(text: str, start: int, variables: bool, wildcards: bool) -> tuple[Part, int]:
    """Returns the part that a `*`, `?` or `${` begins, and where the text goes on."""
    character = text[start]
    if character == "$":
        end = text.find("}", start) if variables else -1
        variable = _variable(text[start + 2 : end]) if end >= 0 else None
        return ("$", start + 1) if variable is None else (variable, end + 1)
    return (Wildcard(character) if wildcards else character), start + 1


def _variable(inner: str) -> str | Variable | None:
    if inner in _SPECIAL:
        return inner
    match = _VARIABLE.fullmatch(inner)
    return Variable(match[1], match[2]) if match else None


def _append(parts: list[Part], part: Part) -> None:
    if part == "":
        return
    if isinstance(part, str) and parts and isinstance(parts[-1], str):
        parts[-1] += part
    elif part is not Wildcard.ANY or not parts or parts[-1] is not Wildcard.ANY:
        parts.append(part)


def variables_in(parts: Iterable[Part]) -> tuple[Variable, ...]:
    """Returns the variables of a text in order."""
    return tuple(part for part in parts if isinstance(part, Variable))


def fill(parts: Parts, context: RequestContext) -> FilledParts | None:
    """Returns the parts with values for the variables, or None if one has no value.

    A key with several values has none to put in: only single-valued keys may be variables.
    """
    filled: list[Part] = []
    for part in parts:
        if isinstance(part, Variable):
            values = context.values_of(part.key)
            value = values[0] if len(values) == 1 else part.default if not values else None
            if value is None:
                return None
            _append(filled, value)
        else:
            _append(filled, part)
    return tuple(part for part in filled if not isinstance(part, Variable))


def without_variables(parts: Parts) -> FilledParts | None:
    """Returns the parts themselves if no variable is among them, else None."""
    filled = tuple(part for part in parts if not isinstance(part, Variable))
    return filled if len(filled) == len(parts) else None


def split_fields(parts: Sequence[Part], limit: int) -> list[Parts]:
    """Returns the fields between the colons of plain text, at most `limit`; the last keeps its colons."""
    fields: list[list[Part]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            fields[-1].append(part)
            continue
        pieces = part.split(":", limit - len(fields))
        for number, piece in enumerate(pieces):
            if number:
                fields.append([])
            if piece:
                fields[-1].append(piece)
    return [tuple(one) for one in fields]


def compile_glob(parts: FilledParts) -> Matcher:
    """Returns a function that tells whether a text matches, as cheap as the parts allow."""
    match parts:
        case ():
            return "".__eq__
        case (str() as literal,):
            return literal.__eq__
        case (Wildcard.ANY,):
            return _anything
        case (str() as prefix, Wildcard.ANY):
            return lambda text: text.startswith(prefix)
    tokens = _tokens(parts)
    return lambda text: match_tokens(tokens, text)


def compile_text(text: str) -> Matcher:
    """Returns the matcher of a glob without variables, at once for the two forms most texts have."""
    if "?" not in text:
        beginning, star, end = text.partition("*")
        if not star:
            return text.__eq__
        if beginning and not end:
            return lambda other: other.startswith(beginning)
    return compile_glob(without_variables(cut(text, variables=False)) or ())


def _anything(text: str) -> bool:
    return True


def _tokens(parts: FilledParts) -> tuple[FilledPart, ...]:
    tokens: list[FilledPart] = []
    for part in parts:
        tokens.extend(part) if isinstance(part, str) else tokens.append(part)
    return tuple(tokens)


def match_tokens(tokens: Sequence[FilledPart], text: str) -> bool:
    """Returns whether single characters and wildcards match a text, by two pointers.

    Only the last `*` seen can be worth going back to, so there is no exponential case.
    """
    token = position = 0
    star = mark = -1
    while position < len(text):
        expected = tokens[token] if token < len(tokens) else None
        if expected is Wildcard.ANY:
            star, mark = token, position
            token += 1
        elif expected is Wildcard.ONE or expected == text[position]:
            token += 1
            position += 1
        elif star >= 0:
            mark += 1
            token, position = star + 1, mark
        else:
            return False
    return all(one is Wildcard.ANY for one in tokens[token:])
