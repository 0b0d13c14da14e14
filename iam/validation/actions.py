"""Services and actions: are there any of that name?"""

from collections.abc import Iterable

from iam.catalogue import is_action, is_service, suggest_action, suggest_service
from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.expansion import is_wild, named_actions


def check_actions(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for services and actions that AWS doesn't have."""
    for value in statement.action.values:
        service, colon, name = value.text.partition(":")
        if "${" in value.text:
            yield Finding("variableInAction", "error", value.span, {"action": value.text})
        elif service and colon and name:
            yield from _check_action(value, service, name)


def _check_action(value: PolicyValue, service: str, name: str) -> Iterable[Finding]:
    values = {"action": value.text, "service": service}
    if is_wild(service):
        fix = '"*"' if value.text == "*:*" else None
        yield Finding("actionServiceWildcard", "warning", value.span, values, fix)
    elif not is_service(service):
        yield _unknown_service(value, service, name)
    elif is_wild(name):
        if not named_actions(value.text):
            yield Finding("actionPatternEmpty", "warning", value.span, values)
    elif not is_action(value.text):
        meant = suggest_action(value.text)
        code = "actionUnknown" if meant is None else "actionMisspelt"
        yield _finding(code, value, values, meant)


def _unknown_service(value: PolicyValue, service: str, name: str) -> Finding:
    values = {"action": value.text, "service": service}
    meant = suggest_action(value.text)
    if meant is None and (near := suggest_service(service)):
        meant = f"{near}:{name}"
    return _finding("serviceUnknown" if meant is None else "serviceMisspelt", value, values, meant)


def _finding(code: str, value: PolicyValue, values: dict[str, str], meant: str | None) -> Finding:
    if meant is None:
        return Finding(code, "error", value.span, values)
    return Finding(code, "error", value.span, {**values, "suggestion": meant}, f'"{meant}"')
