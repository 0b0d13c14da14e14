"""The quick way in, for texts that are decided on once: no places, no findings, only sound documents.

INVARIANT: what `read_quickly` returns, the careful reader reads without an error, and to the same
values. Anything else, unusual or wrong, is None, and the caller reads carefully. It leans on the
standard library's reader, which is written in C, and on what Python does to many texts at once.
"""

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from iam.policy.document import CURRENT_VERSION, FORMER_VERSION, PolicyType
from iam.policy.grammar import PRINCIPAL_KINDS, RULES, STATEMENT_ELEMENTS, Presence, Rules
from iam.policy.json_reader import SIZE_LIMIT

_DOCUMENT = frozenset({"Version", "Statement"})
_DOCUMENT_WITH_ID = _DOCUMENT | {"Id"}
_STATEMENT = frozenset(STATEMENT_ELEMENTS)
_PRINCIPAL_KINDS = frozenset(PRINCIPAL_KINDS)
_EFFECTS = frozenset({"Allow", "Deny"})

# A JSON object as it is read here: its members, in order. Arrays are lists, so the two can't be mixed up.
Members = tuple[tuple[str, Any], ...]


class Shape:
    """Where the elements stand in statements that have the same elements in the same order.

    `action` may be the place of `NotAction`, and so on; elements that are not there are at -1.
    """

    __slots__ = (
        "action",
        "condition",
        "effect",
        "is_not_action",
        "is_not_principal",
        "is_not_resource",
        "names",
        "principal",
        "resource",
        "sid",
    )

    def __init__(self, names: tuple[str, ...]) -> None:
        places = {name: place for place, name in enumerate(names)}
        self.names = names
        self.sid = places.get("Sid", -1)
        self.effect = places["Effect"]
        self.action = places.get("Action", places.get("NotAction", -1))
        self.resource = places.get("Resource", places.get("NotResource", -1))
        self.principal = places.get("Principal", places.get("NotPrincipal", -1))
        self.condition = places.get("Condition", -1)
        self.is_not_action = "NotAction" in places
        self.is_not_resource = "NotResource" in places
        self.is_not_principal = "NotPrincipal" in places


# A statement: its shape, and the values of its elements as decoded JSON, objects as `Members`.
QuickStatement = tuple[Shape, tuple[Any, ...]]


class QuickDocument(NamedTuple):
    """A sound document; numbers in it are `Written`."""

    has_variables: bool
    statements: list[QuickStatement]


class Written(str):
    """A number as it is written, which tells it from a text in quotes."""

    __slots__ = ()


class _UnusualError(ValueError):
    """Something the careful reader has to look at."""


def _refuse(constant: str) -> NoReturn:
    raise _UnusualError


_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_float=Written, parse_int=Written, parse_constant=_refuse
)


def read_quickly(text: str, policy_type: PolicyType) -> QuickDocument | None:
    """Returns the statements of a sound document, or None where a careful look is needed."""
    if len(text) > SIZE_LIMIT:
        return None
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    elements = _sound_elements(document, RULES[policy_type])
    if elements is None:
        return None
    statements = elements["Statement"]
    try:
        read = _read_statements([statements] if type(statements) is tuple else statements, policy_type)
    except TypeError:  # something else where a text or a list of texts should be
        return None
    return None if read is None else QuickDocument(elements.get("Version") == CURRENT_VERSION, read)


def _sound_elements(document: Any, rules: Rules) -> dict[str, Any] | None:
    """Returns the elements of the document, None if they aren't as they have to be."""
    if type(document) is not tuple:
        return None
    elements = dict(document)
    if len(elements) != len(document) or "Statement" not in elements:
        return None
    if not elements.keys() <= (_DOCUMENT_WITH_ID if rules.takes_id else _DOCUMENT):
        return None
    version = elements.get("Version", None if rules.version_is_required else FORMER_VERSION)
    if version != CURRENT_VERSION and (version != FORMER_VERSION or rules.version_is_required):
        return None
    return elements if type(elements.get("Id", "")) is str else None


def _read_statements(statements: Any, policy_type: PolicyType) -> list[QuickStatement] | None:
    """Returns the statements of a document, None if one isn't sound.

    Raises: TypeError, where a list of texts holds something else.
    """
    if type(statements) is not list or not statements:
        return None
    read: list[QuickStatement] = []
    by_shape: dict[Shape, list[tuple[Any, ...]]] = {}
    for members in statements:
        if type(members) is not tuple or not members:
            return None
        names, values = zip(*members)  # noqa: B905 - all members are pairs
        shape = _shape_of(names, policy_type)
        if shape is None:
            return None
        read.append((shape, values))
        if shape in by_shape:
            by_shape[shape].append(values)
        else:
            by_shape[shape] = [values]
    # Whole columns at once: it is many times quicker than value by value.
    for shape, rows in by_shape.items():
        if not _are_sound(shape, tuple(zip(*rows)), policy_type):  # noqa: B905 - a shape has one length
            return None
    return read


# A service, a colon and a name; or stars.
_ACTION = r"(?:[^:\n]++:[^\n]++|\*++)"
_RESOURCE = r"(?:arn:[^\n]*+|\*++)"
_ACTIONS = re.compile(rf"{_ACTION}(?:\n{_ACTION})*+")
_RESOURCES = re.compile(rf"{_RESOURCE}(?:\n{_RESOURCE})*+")


def _are_sound(shape: Shape, columns: tuple[tuple[Any, ...], ...], policy_type: PolicyType) -> bool:
    """Returns whether the elements of all statements of a shape hold what they may."""
    return (
        _EFFECTS.issuperset(columns[shape.effect])
        and _are_lines_of(_ACTIONS, columns[shape.action])
        and (shape.resource < 0 or _are_lines_of(_RESOURCES, columns[shape.resource]))
        and (shape.sid < 0 or all(type(sid) is str for sid in columns[shape.sid]))
        and (shape.condition < 0 or all(map(_is_sound_condition, columns[shape.condition])))
        and (shape.principal < 0 or all(map(_is_sound_principal, columns[shape.principal])))
        and (policy_type != "rcp" or _fit_rcp(columns[shape.effect], columns[shape.principal]))
    )


def _fit_rcp(effects: tuple[str, ...], principals: tuple[Any, ...]) -> bool:
    """Returns whether the values are those that customers may write in RCPs."""
    return "Allow" not in effects and all(principal == "*" for principal in principals)


def _are_lines_of(pattern: re.Pattern[str], values: tuple[Any, ...]) -> bool:
    """Returns whether all texts and lists of texts are as the pattern wants each line to be.

    Raises: TypeError for anything else.
    """
    texts: list[str] = []
    for value in values:
        if type(value) is str:
            texts.append(value)
        elif type(value) is list and value:
            texts += value
        else:
            return False
    lines = "\n".join(texts)
    # A text with a line break of its own would be checked as two.
    return pattern.fullmatch(lines) is not None and lines.count("\n") == len(texts) - 1


# Documents are written in few ways: most statements have the elements of another one.
@lru_cache(maxsize=1024)
def _shape_of(names: tuple[str, ...], policy_type: PolicyType) -> Shape | None:
    """Returns the shape of statements with these elements, None if this type must have others."""
    rules = RULES[policy_type]
    are_sound = (
        len(set(names)) == len(names)
        and _STATEMENT.issuperset(names)
        and "Effect" in names
        and _is_one_of(names, "Action", takes_not=rules.takes_not_action, presence="required")
        and _is_one_of(names, "Resource", takes_not=True, presence=rules.resource)
        and _is_one_of(names, "Principal", takes_not=rules.takes_not_principal, presence=rules.principal)
    )
    return Shape(names) if are_sound else None


def _is_one_of(names: tuple[str, ...], name: str, *, takes_not: bool, presence: Presence) -> bool:
    count = (name in names) + (f"Not{name}" in names)
    if count == 0:
        return presence != "required"
    return count == 1 and presence != "forbidden" and (takes_not or name in names)


def _is_sound_principal(value: Any) -> bool:
    if type(value) is not tuple:
        return type(value) is str and value == "*"
    return (
        _has_no_twins(value)
        and _PRINCIPAL_KINDS.issuperset(kind for kind, _ in value)
        and all(type(texts) is str or _is_list_of_texts(texts) for _, texts in value)
    )


def _is_list_of_texts(texts: Any) -> bool:
    return type(texts) is list and bool(texts) and all(type(text) is str for text in texts)


def _is_sound_condition(condition: Any) -> bool:
    if type(condition) is not tuple or not _has_no_twins(condition):
        return False
    for _, entries in condition:
        if type(entries) is not tuple or not _has_no_twins(entries):
            return False
        for _, values in entries:
            if type(values) is not str and not _are_scalars(values if type(values) is list else [values]):
                return False
    return True


def _are_scalars(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str | bool) for value in values)


def _has_no_twins(members: Members) -> bool:
    return len(members) < 2 or len({name for name, _ in members}) == len(members)


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
