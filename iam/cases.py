"""Decision cases in the neutral format: a request, the policies around it, the decision expected."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from iam.evaluation import Decision, Facts, Level, NamedDocument, PolicyStack, compile_stack, decide
from iam.explanation import Explanation, explain
from iam.policy import PolicyType, read_document
from iam.request import AccessRequest, RequestContext, RequestError, parse_principal
from iam.services import RULES

FACTS = frozenset(
    {"serviceLinkedRole", "principalInManagementAccount", "resourceInManagementAccount", "principalType"}
)


class BrokenCaseError(ValueError):
    """A case that can't be run; the message says which field is at fault and how to mend it."""


class Case(NamedTuple):
    """One case, ready to run; `expected` is None if the case doesn't say."""

    request: AccessRequest
    stack: PolicyStack
    expected: str | None

    def decide(self) -> Decision:
        """Returns the engine's decision."""
        return decide(self.stack, self.request)

    def explain(self) -> Explanation:
        """Returns the same decision with its reasons."""
        return explain(self.stack, self.request)


def read_case(value: object) -> Case:
    """Returns the case in a decoded JSON object; absent fields mean none.

    Raises: BrokenCaseError.
    """
    policies = _mapping(value)
    case = next(read_cases(policies, [policies.get("request")]))
    expected = policies.get("expected")
    return case._replace(expected=None if expected is None else str(expected))


def read_cases(value: object, requests: Iterable[object]) -> Iterator[Case]:
    """Yields a case for each request, around the policies of one case, which are read once for all.

    `requests` are decoded JSON objects like the `request` of a case; nothing is said of what they expect.
    Raises: BrokenCaseError.
    """
    policies = _mapping(value)
    # What is a trust policy to a request for a role is a resource policy to any other.
    stacks: dict[bool, PolicyStack] = {}
    for one in requests:
        request = _request(one)
        is_trust = _is_role_for_sts(request)
        if is_trust not in stacks:
            stacks[is_trust] = _stack(policies, "trust" if is_trust else "resource")
        yield Case(request, stacks[is_trust], None)


def _mapping(value: object) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise BrokenCaseError("the case is no JSON object; write it as `{ ... }`")
    return value


def _stack(value: Mapping[Any, Any], resource_type: PolicyType) -> PolicyStack:
    return compile_stack(
        identity=_identity(value),
        resource=_single(value, "resourcePolicy", resource_type),
        boundary=_single(value, "permissionBoundary", "boundary"),
        session=_single(value, "sessionPolicy", "session"),
        endpoint=_single(value, "vpcEndpointPolicy", "endpoint"),
        scps=_levels(value, "scps", "scp"),
        rcps=_levels(value, "rcps", "rcp"),
        facts=_facts(value.get("extra")),
        rules=RULES,
    )


def _is_role_for_sts(request: AccessRequest) -> bool:
    """Whether the resource policy is a role's trust policy."""
    return request.service == "sts" and request.fields is not None and request.fields[5].startswith("role/")


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


def _identity(value: Mapping[Any, Any]) -> Iterable[NamedDocument]:
    sources = [str(source) for source in _list(value, "identitySources")]
    for index, policy in enumerate(_list(value, "identityPolicies")):
        name = sources[index] if index < len(sources) else ""
        yield _document(policy, f"identity policy {index + 1}", "identity", name)


def _single(value: Mapping[Any, Any], field: str, policy_type: PolicyType) -> NamedDocument | None:
    policy = value.get(field)
    return None if policy is None else _document(policy, f"`{field}`", policy_type, field)


def _levels(value: Mapping[Any, Any], field: str, policy_type: PolicyType) -> Iterable[Level]:
    for index, level in enumerate(_list(value, field)):
        if not isinstance(level, Mapping):
            raise BrokenCaseError(
                f"level {index + 1} of `{field}` is no JSON object; write level and policies"
            )
        name = str(level.get("level", index + 1))
        documents = []
        for number, policy in enumerate(_list(level, "policies"), start=1):
            place = f"policy {number} of level {index + 1} of `{field}`"
            documents.append(_document(policy, place, policy_type, f"{name}, policy {number}"))
        yield Level(name, tuple(documents))


def _document(value: object, place: str, policy_type: PolicyType, name: str) -> NamedDocument:
    document = read_document(value, policy_type).document
    if document is None:
        raise BrokenCaseError(f"{place} is no policy; write a JSON object")
    return NamedDocument(name, document)


def _facts(value: object) -> Facts:
    if value is None:
        return Facts()
    if not isinstance(value, Mapping):
        raise BrokenCaseError("`extra` is no JSON object; write facts and values")
    unknown = [str(name) for name in value if name not in FACTS]
    if unknown:
        raise BrokenCaseError(f"`extra` knows no `{unknown[0]}`; it may hold {', '.join(sorted(FACTS))}")
    told = str(value.get("principalType") or "")
    return Facts(
        service_linked_role=bool(value.get("serviceLinkedRole")),
        principal_in_management_account=bool(value.get("principalInManagementAccount")),
        resource_in_management_account=bool(value.get("resourceInManagementAccount")),
        principal_type=told,
    )
