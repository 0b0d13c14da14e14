"""The quick way in, for texts that are decided on once: no places, no findings, only sound documents.

INVARIANT: what `read_quickly` returns, the careful reader reads without an error, and to the same
values. Anything else, unusual or wrong, is None, and the caller reads carefully. It leans on the
standard library's reader, which is written in C.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from iam.policy.document import CURRENT_VERSION, FORMER_VERSION, PolicyType
from iam.policy.grammar import PRINCIPAL_KINDS, RULES, Presence, Rules
from iam.policy.json_reader import SIZE_LIMIT

# Tells whether the value of an element is as it has to be.
Check = Callable[[Any], bool]

_DOCUMENT = frozenset({"Version", "Statement"})
_DOCUMENT_WITH_ID = _DOCUMENT | {"Id"}
_PRINCIPAL_KINDS = frozenset(PRINCIPAL_KINDS)


class QuickDocument(NamedTuple):
    """A sound document: its statements as decoded JSON, whose numbers are `Written`."""

    has_variables: bool
    statements: list[dict[str, Any]]


class Written(str):
    """A number as it is written, which tells it from a text in quotes."""

    __slots__ = ()


class _UnusualError(ValueError):
    """Something the careful reader has to look at."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _UnusualError
    return members


def _refuse(constant: str) -> NoReturn:
    raise _UnusualError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=Written, parse_int=Written, parse_constant=_refuse
)


def read_quickly(text: str, policy_type: PolicyType) -> QuickDocument | None:
    """Returns the statements of a sound document, or None where a careful look is needed."""
    if len(text) > SIZE_LIMIT:
        return None
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    rules = RULES[policy_type]
    if type(document) is not dict or not _is_sound_document(document, rules):
        return None
    statements = document["Statement"]
    if type(statements) is dict:
        statements = [statements]
    if type(statements) is not list or not statements:
        return None
    for statement in statements:
        if type(statement) is not dict:
            return None
        checks = _checks_for(tuple(statement), policy_type)
        if checks is None:
            return None
        for check, value in zip(checks, statement.values(), strict=True):
            if not check(value):
                return None
        if policy_type == "rcp" and not _fits_rcp(statement):
            return None
    return QuickDocument(document.get("Version") == CURRENT_VERSION, statements)


def _is_sound_document(document: Mapping[str, Any], rules: Rules) -> bool:
    if not document.keys() <= (_DOCUMENT_WITH_ID if rules.takes_id else _DOCUMENT):
        return False
    if "Statement" not in document or type(document.get("Id", "")) is not str:
        return False
    version = document.get("Version", None if rules.version_is_required else FORMER_VERSION)
    return version == CURRENT_VERSION or (version == FORMER_VERSION and not rules.version_is_required)


# Documents are written in few ways: most statements have the elements of another one.
@lru_cache(maxsize=1024)
def _checks_for(names: tuple[str, ...], policy_type: PolicyType) -> tuple[Check, ...] | None:
    """Returns a check for each element, or None if a statement of this type must have others."""
    rules = RULES[policy_type]
    are_sound = (
        set(names) <= _CHECKS.keys()
        and "Effect" in names
        and _is_one_of(names, "Action", takes_not=rules.takes_not_action, presence="required")
        and _is_one_of(names, "Resource", takes_not=True, presence=rules.resource)
        and _is_one_of(names, "Principal", takes_not=rules.takes_not_principal, presence=rules.principal)
    )
    return tuple(_CHECKS[name] for name in names) if are_sound else None


def _is_one_of(names: tuple[str, ...], name: str, *, takes_not: bool, presence: Presence) -> bool:
    count = (name in names) + (f"Not{name}" in names)
    if count == 0:
        return presence != "required"
    return count == 1 and presence != "forbidden" and (takes_not or name in names)


def _fits_rcp(statement: Mapping[str, Any]) -> bool:
    """Returns whether the values are those that customers may write in RCPs."""
    return bool(statement["Effect"] == "Deny" and statement["Principal"] == "*")


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_effect(value: Any) -> bool:
    return type(value) is str and value in ("Allow", "Deny")


# A service, a colon and a name; or stars.
_is_action = re.compile(r"[^:]+:.+|\*+", re.DOTALL).fullmatch
_is_resource = re.compile(r"arn:.*|\*+", re.DOTALL).fullmatch


def _is_sound_action(value: Any) -> bool:
    if type(value) is str:
        return _is_action(value) is not None
    return _is_list_of_texts(value) and all(map(_is_action, value))


def _is_sound_resource(value: Any) -> bool:
    if type(value) is str:
        return _is_resource(value) is not None
    return _is_list_of_texts(value) and all(map(_is_resource, value))


def _is_sound_principal(value: Any) -> bool:
    if type(value) is not dict:
        return type(value) is str and value == "*"
    return value.keys() <= _PRINCIPAL_KINDS and all(
        type(texts) is str or _is_list_of_texts(texts) for texts in value.values()
    )


def _is_list_of_texts(texts: Any) -> bool:
    return type(texts) is list and bool(texts) and all(type(text) is str for text in texts)


def _is_sound_condition(condition: Any) -> bool:
    if type(condition) is not dict:
        return False
    for entries in condition.values():
        if type(entries) is not dict:
            return False
        for values in entries.values():
            if type(values) is str:
                continue
            if type(values) is not list:
                values = [values]
            if not values or not all(isinstance(value, str | bool) for value in values):
                return False
    return True


_CHECKS: dict[str, Check] = {
    "Sid": _is_text,
    "Effect": _is_effect,
    "Principal": _is_sound_principal,
    "NotPrincipal": _is_sound_principal,
    "Action": _is_sound_action,
    "NotAction": _is_sound_action,
    "Resource": _is_sound_resource,
    "NotResource": _is_sound_resource,
    "Condition": _is_sound_condition,
}


def texts_of(value: Any) -> tuple[str, ...]:
    """Returns the texts of one value or a list, Booleans as JSON writes them."""
    if type(value) is str:
        return (value,)
    values = value if type(value) is list else [value]
    return tuple(_text_of(one) for one in values)


def _text_of(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
