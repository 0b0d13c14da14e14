"""Trust policies: which actions, for which principals, under which claims.

Sources: IAM User Guide, Create a role for a third-party identity provider; Identity-provider
controls for shared OIDC providers.
"""

import re
from collections.abc import Iterable, Mapping

from iam.policy.document import PolicyDocument, PolicyValue, PrincipalEntry, Statement
from iam.policy.findings import Finding
from iam.validation.expansion import named_actions
from iam.validation.principals import BUILT_IN_PROVIDERS

_ACTIONS = frozenset(
    """
    sts:assumerole sts:assumerolewithsaml sts:assumerolewithwebidentity sts:setcontext
    sts:setsourceidentity sts:tagsession
    """.split()
)
_WEB_ACTION = "sts:assumerolewithwebidentity"
# Which principals may call an action; the actions not here go with each of them.
_CALLERS: Mapping[str, str] = {
    "sts:assumerole": "role",
    "sts:assumerolewithsaml": "saml",
    _WEB_ACTION: "web",
}
# Providers many customers share: without one of these claims AWS refuses the policy (since June 2025).
_SHARED_PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "token.actions.githubusercontent.com": ("sub", "job_workflow_ref"),
    "gitlab.com": ("sub",),
    "app.terraform.io": ("sub",),
    "cognito-identity.amazonaws.com": ("aud",),
}
_OPEN_SUBJECT = re.compile(r"\*|repo:\*(/\*)?(:\*)?")


def check_trust(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for actions a trust policy can't have, and for providers trusted without a claim."""
    if document.policy_type != "trust" or statement.action.negated:
        return
    for value in statement.action.values:
        if value.text != "*" and not _may_stand_in_trust(value.text):
            yield Finding("trustAction", "error", value.span, {"action": value.text})
    principal = statement.principal
    if statement.effect != "Allow" or principal is None or principal.negated:
        return
    yield from _check_callers(statement, principal.entries)
    if any(value.text.lower() == _WEB_ACTION for value in statement.action.values):
        for entry in principal.entries:
            if _caller_of(entry) == "web":
                yield from _check_claims(statement, entry)


def _may_stand_in_trust(text: str) -> bool:
    names = {action.lower() for action in named_actions(text)}
    # What names nothing at all is another finding.
    return not names or not names.isdisjoint(_ACTIONS)


def _caller_of(entry: PrincipalEntry) -> str:
    if entry.kind != "Federated":
        return "role"
    return "saml" if ":saml-provider/" in entry.value.text else "web"


def _check_callers(statement: Statement, entries: tuple[PrincipalEntry, ...]) -> Iterable[Finding]:
    callers = {_caller_of(entry) for entry in entries if entry.value.text != "*"}
    if len(callers) != 1 or any(entry.value.text == "*" for entry in entries):
        return
    (caller,) = callers
    fitting = {needed: action for action, needed in _CALLERS.items()}
    for value in statement.action.values:
        needed = _CALLERS.get(value.text.lower())
        if needed is not None and needed != caller:
            yield _misfit(value, entries[0], named_actions(fitting[caller])[0])


def _misfit(value: PolicyValue, entry: PrincipalEntry, fitting: str) -> Finding:
    values = {"action": value.text, "principal": entry.value.text, "suggestion": fitting}
    return Finding("trustActionMisfit", "error", value.span, values, f'"{fitting}"')


def _check_claims(statement: Statement, entry: PrincipalEntry) -> Iterable[Finding]:
    provider = entry.value.text.partition("oidc-provider/")[2] or entry.value.text
    keys = [one.key.text.lower() for one in statement.conditions]
    claims = _SHARED_PROVIDERS.get(provider.lower())
    values = {"provider": provider, "claim": f"{provider}:{(claims or ('aud',))[0]}"}
    if claims is not None:
        if not any(f"{provider}:{claim}".lower() in keys for claim in claims):
            yield Finding("oidcClaimMissing", "error", entry.value.span, values)
    elif not any(key.startswith(f"{provider}:".lower()) for key in keys) and _is_provider(entry.value.text):
        yield Finding("oidcUnconditional", "warning", entry.value.span, values)
    yield from _check_subjects(statement, provider)


def _is_provider(text: str) -> bool:
    return text in BUILT_IN_PROVIDERS or "oidc-provider/" in text


def _check_subjects(statement: Statement, provider: str) -> Iterable[Finding]:
    for entry in statement.conditions:
        is_like = "StringLike" in entry.operator.text
        if is_like and entry.key.text.lower() == f"{provider}:sub".lower():
            for value in entry.values:
                if _OPEN_SUBJECT.fullmatch(value.text):
                    values = {"value": value.text, "key": entry.key.text}
                    yield Finding("oidcSubjectOpen", "warning", value.span, values)
