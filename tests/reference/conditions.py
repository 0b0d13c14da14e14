"""The Condition block: operators, set operators, IfExists, Null, missing keys.

Sources: IAM User Guide, "Condition operators", "Conditions with multiple context keys or values",
"Single-valued vs. multivalued context keys".
"""

from collections.abc import Mapping
from typing import Any

from tests.reference.comparisons import is_met, is_readable, is_readable_in_request
from tests.reference.elements import as_list
from tests.reference.texts import Context, NoValueError, OpenTextError
from tests.reference.truths import Truth, all_of, any_of, negation, open_if_true

POSITIVES = (
    "StringEquals StringEqualsIgnoreCase StringLike Bool BinaryEquals IpAddress ArnEquals ArnLike "
    "NumericEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals "
    "DateEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals"
).split()
NEGATIVES = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}


def conditions_hold(
    block: Mapping[str, Mapping[str, Any]], context: Context, version: str, layer: str
) -> Truth:
    """Do all operators hold for all their keys?"""
    return all_of(
        condition_holds(operator, key, [as_text(value) for value in as_list(values)], context, version, layer)
        for operator, keys in block.items()
        for key, values in keys.items()
    )


def as_text(value: Any) -> str:
    """Returns a policy's value as text: numbers and Booleans may stand without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def condition_holds(
    operator: str, key: str, values: list[str], context: Context, version: str, layer: str
) -> Truth:
    """Does one operator hold for one key?"""
    given = context.get(key.lower())
    if operator == "Null":
        return null_holds(values, given)
    quantifier, _, name = operator.rpartition(":")
    base = name.removesuffix("IfExists")
    positive = NEGATIVES.get(base, base)
    if positive not in POSITIVES or quantifier not in ("", "ForAnyValue", "ForAllValues"):
        return None
    if (
        version == "2012-10-17"
        and any("${" in value for value in values)
        and (positive == "Bool" or layer == "rcp")
    ):
        return None
    negated, if_exists = base in NEGATIVES, name != base
    if not values:
        return without_values(quantifier, if_exists, given)
    if given is None or given == []:
        met = missing_key_holds(quantifier, negated, if_exists)
        # That a malformed value voids the statement even then isn't said.
        return met if readable_all(positive, values, context, version) else open_if_true(met)
    singles = [
        single_holds(positive, negated, values, one, context, version)
        for one in (given if isinstance(given, list) else [given])
    ]
    if quantifier == "ForAllValues":
        # "... or if the key values resolve to a null data set, such as an empty string"
        return any_of([all_of(singles), None if given in ("", [""]) else False])
    if quantifier == "ForAnyValue":
        met = any_of(singles)
        if given in ("", [""]):
            # That it is a null data set is said of ForAllValues only; it may count as the text it is.
            return met if met == missing_key_holds(quantifier, negated, if_exists) else None
        return met
    # Several values ask for a set operator; what a plain one makes of them isn't said.
    return singles[0] if len(singles) == 1 else open_if_true(any(single is not False for single in singles))


def null_holds(values: list[str], given: str | list[str] | None) -> Truth:
    """Is the key absent (`true`), or present (`false`)?"""
    if given == [] or any(value not in ("true", "false") for value in values):
        return None
    return any((value == "true") == (given is None) for value in values)


def without_values(quantifier: str, if_exists: bool, given: str | list[str] | None) -> Truth:
    """What an empty list of values comes to (Access Analyzer policy check reference)."""
    if quantifier == "ForAnyValue" and if_exists:
        return None
    missing = given is None or given == []
    met = missing and (if_exists or quantifier == "ForAllValues")
    # Whether a null data set, such as an empty text, is as good as missing here, isn't said.
    return (
        None
        if quantifier and given in ("", [""]) and met != (if_exists or quantifier == "ForAllValues")
        else met
    )


def missing_key_holds(quantifier: str, negated: bool, if_exists: bool) -> Truth:
    """What an operator comes to when the request lacks the key."""
    if quantifier == "ForAllValues" or if_exists:
        return True
    # Two rules meet: ForAnyValue of nothing is false, a negated operator on a missing key is true.
    return (None if negated else False) if quantifier == "ForAnyValue" else negated


def readable_all(positive: str, values: list[str], context: Context, version: str) -> bool:
    """Are all values of the policy surely well formed? A variable without a value is no fault of form."""
    for value in values:
        try:
            if not is_readable(positive, value, context, version):
                return False
        except NoValueError:
            continue
    return True


def single_holds(
    positive: str, negated: bool, values: list[str], given: str, context: Context, version: str
) -> Truth:
    """Does the operator hold for one value of the request?"""
    readable = is_readable_in_request(positive, given)
    if not readable:
        return readable
    results = [value_result(positive, value, given, context, version) for value in values]
    met = any_of(result for result in results if not isinstance(result, str))
    if "malformed" not in results:
        return negation(met) if negated else met
    if all(result == "malformed" for result in results):
        return False
    # One malformed value beside sound ones: whether the sound ones still count isn't said.
    return open_if_true(met is not False) if not negated else open_if_true(met is not True)


def value_result(positive: str, value: str, given: str, context: Context, version: str) -> Truth | str:
    """Returns whether one value of the policy is met, or `malformed`."""
    try:
        readable = is_readable(positive, value, context, version)
        if not readable:
            return "malformed" if readable is False else None
        return is_met(positive, value, given, context, version)
    except NoValueError:
        return False
    except OpenTextError:
        return None
