"""Single changes: to a request, and to one element of one statement of a stack."""

from collections.abc import Iterable

from iam.evaluation.layers import CompiledPolicy, Layer
from iam.evaluation.stacks import PolicyStack
from iam.evaluation.statements import CompiledStatement, StatementParts, compile_statement
from iam.request import AccessRequest, RequestContext


def with_key(request: AccessRequest, key: str, value: str | None) -> AccessRequest:
    """Returns the request with another value for a condition key, or without the key."""
    context = {name: values for name, values in request.context.items() if name.lower() != key.lower()}
    changed: dict[str, Iterable[str]] = {**context, key: [] if value is None else [value]}
    return AccessRequest(
        request.action, request.resource, request.principal, RequestContext(changed), request.resource_account
    )


def with_action(request: AccessRequest, action: str) -> AccessRequest:
    """Returns the request for another action."""
    return AccessRequest(
        action, request.resource, request.principal, request.context, request.resource_account
    )


def with_resource(request: AccessRequest, resource: str) -> AccessRequest:
    """Returns the request for another resource."""
    return AccessRequest(
        request.action, resource, request.principal, request.context, request.resource_account
    )


def with_statement(stack: PolicyStack, old: CompiledStatement, parts: StatementParts | None) -> PolicyStack:
    """Returns the stack with one statement written otherwise, or left out if `parts` is None."""
    place = stack.policies[old.ref.policy]

    def changed(layer: Layer | None) -> Layer | None:
        if layer is None or place not in layer.policies:
            return layer
        policies = tuple(
            _with_statement(policy, old, parts) if policy is place else policy for policy in layer.policies
        )
        return Layer(layer.kind, policies, layer.level)

    return PolicyStack(
        identity=changed(stack.identity) or stack.identity,
        resource=changed(stack.resource),
        boundary=changed(stack.boundary),
        session=changed(stack.session),
        endpoint=changed(stack.endpoint),
        scps=tuple(changed(level) or level for level in stack.scps),
        rcps=tuple(changed(level) or level for level in stack.rcps),
        facts=stack.facts,
        rules=stack.rules,
    )


def _with_statement(
    policy: CompiledPolicy, old: CompiledStatement, parts: StatementParts | None
) -> CompiledPolicy:
    statements = []
    for statement in policy.statements:
        if statement is not old:
            statements.append(statement)
        elif parts is not None:
            statements.append(_compile(policy, old, parts))
    return policy._replace(statements=tuple(statements))


def _compile(policy: CompiledPolicy, old: CompiledStatement, parts: StatementParts) -> CompiledStatement:
    document = policy.document
    return compile_statement(
        parts,
        old.ref,
        variables=document is not None and document.has_variables,
        policy_type="identity" if document is None else document.policy_type,
    )
