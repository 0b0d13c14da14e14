"""Values of conditions: can the operator read them, can the key have them?"""

import re
from collections.abc import Iterable

from iam.conditions import Operator
from iam.patterns import cut, variables_in, without_variables
from iam.policy.document import ConditionEntry, PolicyDocument, PolicyValue
from iam.policy.findings import Finding
from iam.validation.variables import check_variables

_ACCOUNT = re.compile(r"[0-9]{12}|anonymous")
_ORGANIZATION = re.compile(r"o-[a-z0-9-]+")
# What single values of these keys look like (IAM User Guide, AWS global condition context keys).
_SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "aws:principalaccount": (_ACCOUNT, "111122223333"),
    "aws:resourceaccount": (_ACCOUNT, "111122223333"),
    "aws:sourceaccount": (_ACCOUNT, "111122223333"),
    "aws:vpceaccount": (_ACCOUNT, "111122223333"),
    "aws:principalorgid": (_ORGANIZATION, "o-a1b2c3d4e5"),
    "aws:resourceorgid": (_ORGANIZATION, "o-a1b2c3d4e5"),
    "aws:sourceorgid": (_ORGANIZATION, "o-a1b2c3d4e5"),
    "aws:vpceorgid": (_ORGANIZATION, "o-a1b2c3d4e5"),
    "aws:sourcevpc": (re.compile(r"vpc-.+"), "vpc-1a2b3c4d"),
    "aws:sourcevpce": (re.compile(r"vpce-.+"), "vpce-1a2b3c4d"),
}

# A value each family of operators can read; "" takes the others, which read any text.
_EXAMPLES = {
    "Numeric": "3600",
    "Date": "2026-12-31T00:00:00Z",
    "Bool": "true",
    "Null": "true",
    "Binary": "bm90ZXM=",
    "IpAddress": "203.0.113.0/24",
    "Arn": "arn:aws:iam::111122223333:role/dev",
    "": "notes",
}


def check_value(
    document: PolicyDocument, entry: ConditionEntry, operator: Operator, value: PolicyValue
) -> Iterable[Finding]:
    """Yields findings for variables, malformed values, and values the key never has."""
    base = operator.base
    values = {"operator": entry.operator.text, "key": entry.key.text, "value": value.text}
    yield from check_variables(document, value)
    has_variables = bool(variables_in(cut(value.text, variables=document.has_variables)))
    if has_variables and base.variables_are_disputed:
        return
    if has_variables and not base.takes_variables:
        yield Finding("variableNotTaken", "error", value.span, values)
        return
    parts = without_variables(
        cut(value.text, variables=document.has_variables, wildcards=base.takes_wildcards)
    )
    if parts is not None and base.read_policy(parts) is None:
        values["example"] = next(text for start, text in _EXAMPLES.items() if base.name.startswith(start))
        yield Finding("conditionValueMalformed", "warning", value.span, values)
    elif base.name.startswith("StringEquals") and "*" in value.text.replace("${*}", ""):
        values["suggestion"] = re.sub("Equals(IgnoreCase)?", "Like", entry.operator.text)
        yield Finding("wildcardWithoutLike", "warning", value.span, values)
    elif base.name.startswith("String") and not has_variables:
        yield from _check_shape(value, values)


def _check_shape(value: PolicyValue, values: dict[str, str]) -> Iterable[Finding]:
    shape, example = _SHAPES.get(values["key"].lower(), (None, ""))
    if shape is None:
        return
    if "*" in value.text or "?" in value.text:
        yield Finding("wildcardOnSensitiveKey", "warning", value.span, values)
    elif not shape.fullmatch(value.text):
        yield Finding("conditionValueShape", "warning", value.span, {**values, "example": example})
