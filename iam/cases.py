"""Decision cases in the neutral format: a request, the policies around it, the decision expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iam.evaluation import Decision, Scope, compile_policies, decide
from iam.policy import PolicyDocument, read_document
from iam.request import AccessRequest, RequestContext, RequestError, parse_principal

# The fields that hold policies other than the identity policies.
LAYER_FIELDS = ("resourcePolicy", "permissionBoundary", "sessionPolicy", "vpcEndpointPolicy", "scps", "rcps")


class BrokenCaseError(ValueError):
    """A case that can't be run; the message says which field is at fault and how to mend it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, ready to run; `expected` is None if the case doesn't say."""

    request: AccessRequest
    documents: tuple[PolicyDocument, ...]
    names: tuple[str, ...]
    scope: Scope
    expected: str | None

    def decide(self) -> Decision:
        """Returns the engine's decision."""
        return decide(compile_policies(self.documents, self.names), self.request, self.scope)


def read_case(value: object) -> Case:
    """Returns the case in a decoded JSON object; absent fields mean none.

    Raises: BrokenCaseError.
    """
    if not isinstance(value, Mapping):
        raise BrokenCaseError("the case is no JSON object; write it as `{ ... }`")
    policies = _list(value, "identityPolicies")
    sources = [str(source) for source in _list(value, "identitySources")]
    expected = value.get("expected")
    return Case(
        _request(value.get("request")),
        tuple(_document(policy, index) for index, policy in enumerate(policies)),
        tuple(sources),
        _scope(value),
        None if expected is None else str(expected),
    )


def _request(value: object) -> AccessRequest:
    if not isinstance(value, Mapping):
        raise BrokenCaseError("`request` is missing; give action, resource and principal")
    context = value.get("context")
    if context is not None and not isinstance(context, Mapping):
        raise BrokenCaseError("`context` is no JSON object; write keys and values")
    account = value.get("resourceAccount")
    try:
        return AccessRequest(
            _text(value, "action"),
            _text(value, "resource"),
            parse_principal(_text(value, "principal")),
            RequestContext(context),
            None if account is None else _text(value, "resourceAccount"),
        )
    except RequestError as error:
        raise BrokenCaseError(str(error)) from error


def _text(value: Mapping[Any, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise BrokenCaseError(f"`{name}` of the request is no text; write it in double quotes")
    return text


def _list(value: Mapping[Any, Any], name: str) -> list[Any]:
    items = value.get(name)
    if items is None:
        return []
    if not isinstance(items, list):
        raise BrokenCaseError(f"`{name}` is no list; write it as `[ ... ]`")
    return items


def _document(value: object, index: int) -> PolicyDocument:
    document = read_document(value).document
    if document is None:
        raise BrokenCaseError(f"identity policy {index + 1} is no policy; write a JSON object")
    return document


def _scope(value: Mapping[Any, Any]) -> Scope:
    facts = value.get("extra")
    if facts is not None and not isinstance(facts, Mapping):
        raise BrokenCaseError("`extra` is no JSON object; write facts and values")
    # A fact that is denied is no fact: `"serviceLinkedRole": false`.
    held = tuple(str(fact) for fact, holds in (facts or {}).items() if holds not in (None, False))
    return Scope(tuple(field for field in LAYER_FIELDS if value.get(field)), held)
