"""Policy texts as lists of tokens: characters, wildcards, and variables replaced by their values."""

from collections.abc import Mapping, Sequence
from enum import Enum


class Wildcard(Enum):
    """What a wildcard stands for; characters outside wildcards stand for themselves."""

    RUN = "any characters"
    ONE = "one character"
    RUN_IN_SEGMENT = "any characters but a colon"
    ONE_IN_SEGMENT = "one character but a colon"


Token = str | Wildcard
Context = Mapping[str, str | list[str]]

RUNS = (Wildcard.RUN, Wildcard.RUN_IN_SEGMENT)
ONES = (Wildcard.ONE, Wildcard.ONE_IN_SEGMENT)
IN_SEGMENT = (Wildcard.RUN_IN_SEGMENT, Wildcard.ONE_IN_SEGMENT)
WILDCARDS = {"*": Wildcard.RUN, "?": Wildcard.ONE}


class OpenTextError(Exception):
    """AWS's documentation doesn't say how this text is read."""


class NoValueError(Exception):
    """A variable of the text has no value in the request."""


def read_plain(text: str, *, wild: bool) -> list[Token]:
    """Returns the tokens of a text in which `${` has no meaning."""
    return [WILDCARDS.get(letter, letter) if wild else letter for letter in text]


def read_text(text: str, context: Context, version: str, *, wild: bool) -> list[Token]:
    """Returns the tokens of a text that may hold variables.

    Raises: NoValueError, OpenTextError.
    """
    if version != "2012-10-17":
        if wild and ("${*}" in text or "${?}" in text):
            raise OpenTextError(text)
        return read_plain(text, wild=wild)
    tokens: list[Token] = []
    while "${" in text:
        before, _, rest = text.partition("${")
        inside, closed, text = rest.partition("}")
        if not closed:
            raise OpenTextError(inside)
        tokens += read_plain(before, wild=wild)
        tokens += variable_value(inside, context)
    return tokens + read_plain(text, wild=wild)


def variable_value(inside: str, context: Context) -> str:
    """Returns what stands for `${inside}`, in plain characters."""
    if inside in ("*", "?", "$"):
        return inside
    key, comma, default = inside.partition(", ")
    if not key or "," in key or (comma and not (len(default) > 1 and default[0] == default[-1] == "'")):
        raise OpenTextError(inside)
    value = context.get(key.lower())
    if isinstance(value, list):
        raise OpenTextError(key)
    if value is None and not comma:
        raise NoValueError(key)
    return default[1:-1] if value is None else value


def fits(pattern: Sequence[Token], text: str) -> bool:
    """Does the whole text fit the tokens? By the definition of `*` and `?`, one character at a time."""
    if not pattern:
        return text == ""
    first, rest = pattern[0], pattern[1:]
    if first in RUNS:
        if fits(rest, text):
            return True
        if text == "" or (text[0] == ":" and first in IN_SEGMENT):
            return False
        return fits(pattern, text[1:])
    if text == "":
        return False
    if first in ONES:
        return not (text[0] == ":" and first in IN_SEGMENT) and fits(rest, text[1:])
    return first == text[0] and fits(rest, text[1:])


def split_fields(tokens: Sequence[Token]) -> list[list[Token]]:
    """Returns the fields between colons, six at most: the sixth keeps its colons."""
    fields: list[list[Token]] = [[]]
    for token in tokens:
        if token == ":" and len(fields) < 6:
            fields.append([])
        else:
            fields[-1].append(token)
    return fields


def keep_inside_segments(tokens: Sequence[Token]) -> list[Token]:
    """Returns the tokens with every wildcard bound to its segment, but for a `*` that ends one."""
    bound: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], ":"], strict=True):
        if token is Wildcard.RUN and following != ":":
            bound.append(Wildcard.RUN_IN_SEGMENT)
        elif token is Wildcard.ONE:
            bound.append(Wildcard.ONE_IN_SEGMENT)
        else:
            bound.append(token)
    return bound
