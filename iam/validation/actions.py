"""Services and actions: are there any of that name, and does each value add something?"""

from collections.abc import Iterable

from iam.catalogue import is_action, is_service, service_actions, suggest_action, suggest_service
from iam.patterns import Matcher, compile_glob, cut, without_variables
from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding


def check_actions(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for unknown services and actions, and for values another one covers."""
    for value in statement.action.values:
        service, colon, name = value.text.partition(":")
        if service and colon and name:
            yield from _check_action(value, service, name)
    yield from _check_redundant(statement)


def _check_action(value: PolicyValue, service: str, name: str) -> Iterable[Finding]:
    values = {"action": value.text, "service": service}
    if "*" in service or "?" in service:
        yield Finding("actionServiceWildcard", "warning", value.span, values)
    elif not is_service(service):
        yield _unknown_service(value, service, name)
    elif "*" in name or "?" in name:
        matches = _glob(value.text)
        if not any(matches(action.lower()) for action in service_actions(service)):
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


def _check_redundant(statement: Statement) -> Iterable[Finding]:
    texts = [value.text.lower() for value in statement.action.values]
    wild = [(index, text, _glob(text)) for index, text in enumerate(texts) if "*" in text or "?" in text]
    for index, value in enumerate(statement.action.values):
        if texts[index] in texts[:index]:
            yield Finding("actionRepeated", "warning", value.span, {"action": value.text})
            continue
        for other, pattern, matches in wild:
            # A pattern that covers the text of another covers whatever that one does.
            if other != index and pattern != texts[index] and _covers(matches, texts[index]):
                covering = statement.action.values[other].text
                yield Finding(
                    "actionCovered", "warning", value.span, {"action": value.text, "pattern": covering}
                )
                break


def _covers(matches: Matcher, text: str) -> bool:
    # `?` in a text stands for one character, but a `*` in it may stand for none: try both.
    return matches(text) and matches(text.replace("*", ""))


def _glob(text: str) -> Matcher:
    return compile_glob(without_variables(cut(text.lower(), variables=False)) or ())
