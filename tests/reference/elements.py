"""Action, Resource and their negations.

Sources: IAM User Guide, "IAM JSON policy elements: Action", "Resource", "Grammar of the IAM JSON policy
language", "Policy variables and tags".
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tests.reference.texts import (
    Context,
    NoValueError,
    OpenTextError,
    Token,
    Wildcard,
    fits,
    keep_inside_segments,
    read_plain,
    read_text,
    split_fields,
)
from tests.reference.truths import Truth, any_of, negation, open_if_true

# Several requests in a row are held against the same texts; so many answers about pairs are kept.
KEPT = 1_000


def as_list(value: Any) -> list[Any]:
    """Returns the value as a list: brackets around one value may be left out."""
    return value if isinstance(value, list) else [value]


def action_applies(statement: Mapping[str, Any], action: str) -> Truth:
    """Does Action or NotAction cover the action of the request?"""
    if "Action" in statement:
        return any_of(action_fits(entry, action) for entry in as_list(statement["Action"]))
    return negation(any_of(action_fits(entry, action) for entry in as_list(statement["NotAction"])))


@lru_cache(KEPT)
def action_fits(entry: str, action: str) -> Truth:
    """Is the action one that the entry names? Case doesn't count."""
    if entry == "*":
        return True
    entry, action = entry.lower(), action.lower()
    prefix, colon, _ = entry.partition(":")
    fit = fits(read_plain(entry, wild=True), action)
    # Nothing is said about wildcards in the prefix, nor about names without one.
    settled = colon and "*" not in prefix and "?" not in prefix
    return fit if settled else open_if_true(fit)


def resource_applies(
    statement: Mapping[str, Any], resource: str, context: Context, version: str, layer: str
) -> Truth:
    """Does Resource or NotResource cover the resource? Trust policies have neither and cover their role."""
    if "Resource" in statement:
        entries, listed = as_list(statement["Resource"]), True
    elif "NotResource" in statement:
        entries, listed = as_list(statement["NotResource"]), False
    else:
        return True if layer == "trust" else None
    covered = any_of(resource_fits(entry, resource, context, version, layer) for entry in entries)
    return covered if listed else negation(covered)


def resource_fits(entry: str, resource: str, context: Context, version: str, layer: str) -> Truth:
    """Is the resource one that the entry names?"""
    if entry == "*":
        return True
    if layer == "rcp" and version == "2012-10-17" and "${" in entry:
        return None
    try:
        tokens = read_text(entry, context, version, wild=True)
    except NoValueError:
        return False
    except OpenTextError:
        return None
    if not entry.startswith("arn:"):
        return open_if_true(fits(tokens, resource))
    # An action that takes no resource is asked about `*` and is covered by `*` alone.
    return False if resource == "*" else arn_fits(entry, tuple(tokens), resource, version, layer)


@lru_cache(KEPT)
def arn_fits(entry: str, tokens: tuple[Token, ...], resource: str, version: str, layer: str) -> Truth:
    """Is the ARN one that the pattern names, field by field, a closing `*` running over colons?"""
    missing = 6 - len(split_fields(tokens))
    filler: tuple[Token, ...] = (":", Wildcard.RUN)
    filled = tokens + filler * missing
    as_written, as_filled = (fits(keep_inside_segments(reading), resource) for reading in (tokens, filled))
    if not as_written and not as_filled:
        # An inner `*` of the last field and a colon in the resource: the page speaks of segments only.
        return open_if_true(all_fields_fit(filled, resource))
    # Fields left out are filled up, in identity policies at least, but a `*` may also run over the colons.
    settled = missing == 0 or (layer == "identity" and as_filled)
    return True if settled and not misplaced(entry, version) else None


def all_fields_fit(pattern: Sequence[Token], arn: str) -> bool:
    """Do the six fields of the ARN fit the six of the pattern, one by one?"""
    fields = arn.split(":", 5)
    patterns = split_fields(pattern)
    return len(fields) == len(patterns) and all(map(fits, patterns, fields))


def misplaced(entry: str, version: str) -> bool:
    """Has the pattern a wildcard for the service, or a variable before the fifth colon? AWS takes neither."""
    fields = entry.split(":", 5)
    service = fields[2] if len(fields) > 2 else "*"
    variable = version == "2012-10-17" and any("${" in field for field in fields[:5])
    return "*" in service or "?" in service or variable
