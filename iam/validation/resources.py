"""Resource ARNs and the variables in them."""

import re
from collections.abc import Iterable

from iam.catalogue import takes_only_star
from iam.patterns import Wildcard, cut, split_fields, variables_in
from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding

_OPENED = re.compile(r"\$\{[^}]*$")
_VARIABLE = re.compile(r"\$\{[^}]+\}")


def check_resources(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for ARNs AWS refuses, variables that are none, and resources never asked for."""
    if statement.resource is None:
        return
    for value in statement.resource.values:
        yield from check_variables(document, value)
        if value.text.startswith("arn:"):
            yield from _check_arn(document, value)
    yield from _check_star_only(statement)


def check_variables(document: PolicyDocument, value: PolicyValue) -> Iterable[Finding]:
    """Yields findings for `${` without its brace, and for variables the Version leaves as text."""
    if _OPENED.search(value.text):
        yield Finding("variableUnclosed", "error", value.span, {"value": value.text})
    elif not document.has_variables and (found := _VARIABLE.search(value.text)):
        yield Finding("variableWithoutVersion", "warning", value.span, {"variable": found.group()})


def _check_arn(document: PolicyDocument, value: PolicyValue) -> Iterable[Finding]:
    fields = split_fields(cut(value.text, variables=document.has_variables), 6)
    if len(fields) > 2 and any(isinstance(part, Wildcard) for part in fields[2]):
        yield Finding("resourceServiceWildcard", "error", value.span, {"resource": value.text})
    if any(variables_in(field) for field in fields[:5]):
        yield Finding("variableTooEarly", "error", value.span, {"resource": value.text})
    if len(fields) < 6 and document.policy_type == "session":
        yield Finding("resourceIncomplete", "error", value.span, {"resource": value.text})


def _check_star_only(statement: Statement) -> Iterable[Finding]:
    actions, resource = statement.action, statement.resource
    if resource is None or resource.negated or actions.negated or not resource.values:
        return
    if any(value.text.strip("*") == "" for value in resource.values):
        return
    for value in actions.values:
        if takes_only_star(value.text):
            yield Finding("resourceNeedsStar", "warning", value.span, {"action": value.text})
