"""Policy variables: their shape, their place, and whether there are such keys.

Source: IAM User Guide, IAM policy elements: Variables and tags.
"""

import re
from collections.abc import Iterable

from iam.catalogue.scopes import find_key
from iam.patterns import Variable, cut
from iam.policy.document import PolicyDocument, PolicyValue
from iam.policy.findings import Finding, Severity
from iam.validation.keys import is_foreign, nearest_key

# Bounded, or thousands of `${` without a brace would each be followed to the end of the text.
_ENCLOSED = re.compile(r"\$\{[^}]{0,200}\}")


def check_variables(document: PolicyDocument, value: PolicyValue) -> Iterable[Finding]:
    """Yields findings for variables that are none, that the Version leaves as text, or that nothing fills."""
    if "${" not in value.text:
        return
    if value.text.rfind("${") > value.text.rfind("}"):
        yield Finding("variableUnclosed", "error", value.span, {"value": value.text})
    elif not document.has_variables:
        if found := _ENCLOSED.search(value.text):
            yield Finding("variableWithoutVersion", "warning", value.span, {"variable": found.group()})
    else:
        for text in dict.fromkeys(found.group() for found in _ENCLOSED.finditer(value.text)):
            yield from _check_variable(value, text)


def _check_variable(value: PolicyValue, text: str) -> Iterable[Finding]:
    parts = cut(text, variables=True)
    if text in ("${*}", "${?}", "${$}"):
        return
    variable = parts[0] if len(parts) == 1 and isinstance(parts[0], Variable) else None
    if variable is None:
        yield Finding("variableShape", "error", value.span, {"variable": text})
        return
    key = variable.key
    fact = find_key(key)
    values = {"variable": text, "key": key}
    if fact is not None:
        if fact.kind.startswith("ArrayOf"):
            yield Finding("variableMultivalued", "error", value.span, values)
    elif not is_foreign(key):
        yield _unknown(value, variable, values)


def _unknown(value: PolicyValue, variable: Variable, values: dict[str, str]) -> Finding:
    # With a default the value still says something, though never what was meant.
    meant = nearest_key(variable.key)
    severity: Severity = "warning" if variable.default is not None else "error"
    if meant is None:
        return Finding("variableUnknown", "warning", value.span, values)
    mended = value.text.replace("${" + variable.key, "${" + meant)
    fix = f'"{mended}"' if mended != value.text and not {'"', "\\"} & set(mended) else None
    values = {**values, "suggestion": meant}
    return Finding("variableMisspelt", severity, value.span, values, fix)
