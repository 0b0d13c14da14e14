"""Values and statements that add nothing to others of the same document."""

from collections.abc import Callable, Iterable, Sequence

from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.expansion import is_wild
from iam.validation.globs import covers

# Every pair is compared; no document AWS takes has lists as long.
_MOST_VALUES = 150
_MOST_STATEMENTS = 150


def check_redundant_values(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for actions, resources and condition values that others of their list cover."""
    yield from _check_list(statement.action.values, "action", str.lower)
    if statement.resource is not None:
        yield from _check_list(statement.resource.values, "resource", str)
    for entry in statement.conditions:
        for value in _repeated(entry.values, str):
            yield Finding("conditionValueRepeated", "warning", value.span, {"value": value.text})


def _check_list(
    values: Sequence[PolicyValue], kind: str, comparable: Callable[[str], str]
) -> Iterable[Finding]:
    repeated: set[int] = set()
    for value in _repeated(values, comparable):
        repeated.add(value.span.offset)
        yield Finding(f"{kind}Repeated", "warning", value.span, {kind: value.text})
    wild = [value for value in values if _is_pattern(value.text)][:_MOST_VALUES]
    for value in values[:_MOST_VALUES]:
        text = comparable(value.text)
        others = (other for other in wild if comparable(other.text) != text)
        wider = next((other for other in others if covers(comparable(other.text), text)), None)
        if wider is not None and value.span.offset not in repeated:
            values_of = {kind: value.text, "pattern": wider.text}
            yield Finding(f"{kind}Covered", "warning", value.span, values_of)


def _repeated(values: Sequence[PolicyValue], comparable: Callable[[str], str]) -> Iterable[PolicyValue]:
    seen: set[str] = set()
    for value in values:
        text = comparable(value.text)
        if text in seen:
            yield value
        seen.add(text)


def check_redundant_statements(document: PolicyDocument) -> Iterable[Finding]:
    """Yields findings for statements that another one without conditions covers or overrules."""
    statements = document.statements[:_MOST_STATEMENTS]
    found: set[int] = set()
    for other in statements:
        if other.conditions or other.action.negated:
            continue
        for statement in statements:
            # Of two equal ones the later is too much.
            is_candidate = statement is not other and statement.index not in found
            if not is_candidate or not _is_covered(statement, other):
                continue
            if statement.effect == other.effect:
                if not (statement.index < other.index and _is_covered(other, statement)):
                    found.add(statement.index)
                    yield _remark("statementCovered", statement, other)
            elif other.effect == "Deny":
                found.add(statement.index)
                yield _remark("statementOverruled", statement, other)


def _remark(code: str, statement: Statement, other: Statement) -> Finding:
    return Finding(code, "warning", statement.span, {"other": _name(other)})


def _name(statement: Statement) -> str:
    return statement.sid.text if statement.sid and statement.sid.text else f"#{statement.index + 1}"


def _is_covered(statement: Statement, other: Statement) -> bool:
    """Whether everything a statement speaks of, conditions aside, the other speaks of too."""
    if statement.action.negated:
        return False
    actions = [value.text.lower() for value in other.action.values]
    if not all(_any_covers(actions, value.text.lower()) for value in statement.action.values):
        return False
    return _principal_is_covered(statement, other) and _resource_is_covered(statement, other)


def _resource_is_covered(statement: Statement, other: Statement) -> bool:
    if statement.resource is None or other.resource is None:
        return statement.resource is other.resource
    if statement.resource.negated or other.resource.negated:
        return False
    texts = [value.text for value in other.resource.values]
    return all(_any_covers(texts, value.text) for value in statement.resource.values)


def _principal_is_covered(statement: Statement, other: Statement) -> bool:
    if statement.principal is None or other.principal is None:
        return statement.principal is other.principal
    if statement.principal.negated or other.principal.negated:
        return False
    wider = {(entry.kind, entry.value.text) for entry in other.principal.entries}
    own = {(entry.kind, entry.value.text) for entry in statement.principal.entries}
    return bool(own) and (("*", "*") in wider or own <= wider)


def _any_covers(patterns: Sequence[str], text: str) -> bool:
    return text in patterns or any(covers(pattern, text) for pattern in patterns if _is_pattern(pattern))


def _is_pattern(text: str) -> bool:
    # `${*}` is a plain character, and what another variable stands for nobody knows.
    return is_wild(text) and "${" not in text
