"""Deciding on texts that are used once: only what the request touches is compiled.

INVARIANT: `decide_text` answers as parsing, `compile_stack` and `decide` do, but for the places of
statements. A text that is no JSON object counts as a policy AWS would refuse.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from iam.evaluation.courses import is_plain
from iam.evaluation.deciding import decide_once, decide_plainly
from iam.evaluation.decision import Decision, Facts, StatementRef
from iam.evaluation.layers import CompiledPolicy, Layer, LayerKind
from iam.evaluation.rules import COMMON, ServiceRule, Treatment
from iam.evaluation.stacks import NO_FACTS, PolicyStack, compile_document
from iam.evaluation.statements import CompiledStatement, StatementParts, compile_statement
from iam.policy.document import PolicyType
from iam.policy.quick import Members, QuickDocument, QuickStatement, read_quickly, texts_of
from iam.request import AccessRequest


class TextLevel(NamedTuple):
    """One level of the organization, with the texts of the policies attached to it."""

    name: str
    texts: Sequence[str]


def decide_text(
    request: AccessRequest,
    *,
    identity: Iterable[str] = (),
    resource: str | None = None,
    boundary: str | None = None,
    session: str | None = None,
    endpoint: str | None = None,
    scps: Iterable[TextLevel] = (),
    rcps: Iterable[TextLevel] = (),
    facts: Facts = NO_FACTS,
    rules: Sequence[ServiceRule] = (),
    resource_type: PolicyType = "resource",
) -> Decision:
    """Returns the decision of policies given as JSON texts; `resource_type` may be `trust`.

    The statements named have no places (their `span` is None) where the quick reader was enough.
    """
    reader = _Reader(request)
    own = reader.layer("identity", identity)
    others = (resource, boundary, session, endpoint)
    if others == _NO_OTHERS and not (scps or rcps or own.is_refused):
        decision = _decide_on_own(own, request, facts, rules)
        if decision is not None:
            return decision
    stack = PolicyStack(
        identity=own,
        resource=reader.single("resource", resource, resource_type),
        boundary=reader.single("boundary", boundary),
        session=reader.single("session", session),
        endpoint=reader.single("endpoint", endpoint),
        scps=tuple(reader.layer("scp", level.texts, level=level.name) for level in scps),
        rcps=tuple(reader.layer("rcp", level.texts, level=level.name) for level in rcps),
        facts=facts,
        rules=tuple(rules),
    )
    return decide_once(stack, request)


_NO_OTHERS = (None, None, None, None)


def _decide_on_own(
    own: Layer, request: AccessRequest, facts: Facts, rules: Sequence[ServiceRule]
) -> Decision | None:
    """Returns what identity policies alone decide, None if it takes the whole course."""
    treatment: Treatment | None = None
    for rule in rules:
        if rule.service in (request.service, "*") and treatment is None and rule.concerns(request):
            treatment = rule.treat(request, facts)
    return decide_plainly(own.statements, request) if is_plain(request, treatment or COMMON, facts) else None


class _Reader:
    """Reads texts for one request, counting the policies through all layers."""

    def __init__(self, request: AccessRequest) -> None:
        self._request = request
        self._count = 0

    def single(
        self, kind: LayerKind, text: str | None, policy_type: PolicyType | None = None
    ) -> Layer | None:
        return None if text is None else self.layer(kind, (text,), policy_type)

    def layer(
        self, kind: LayerKind, texts: Iterable[str], policy_type: PolicyType | None = None, level: str = ""
    ) -> Layer:
        return Layer(kind, tuple([self._policy(kind, text, policy_type or kind) for text in texts]), level)

    def _policy(self, kind: LayerKind, text: str, policy_type: PolicyType) -> CompiledPolicy:
        index = self._count
        self._count += 1
        document = read_quickly(text, policy_type)
        if document is None:
            return _read_carefully(index, kind, text, policy_type)
        statements = tuple(self._touched(index, kind, document, policy_type))
        return CompiledPolicy(index, "", None, statements, is_refused=False)

    def _touched(
        self, policy: int, kind: LayerKind, document: QuickDocument, policy_type: PolicyType
    ) -> Iterable[CompiledStatement]:
        action, resource = self._request.action_key, self._request.resource
        # A pattern that begins with none of these speaks of other actions; so do most.
        beginnings = (action[0], action[0].upper(), "*", "?")
        for number, statement in enumerate(document.statements):
            shape, values = statement
            actions = values[shape.action]
            if not shape.is_not_action and (
                (type(actions) is str and actions[0] not in beginnings) or not _may_speak_of(action, actions)
            ):
                continue
            if shape.is_not_resource or shape.resource < 0 or _may_cover(resource, values[shape.resource]):
                parts = _parts(statement)
                yield compile_statement(
                    parts,
                    StatementRef(policy, number, parts.sid, parts.effect, None, kind),
                    variables=document.has_variables,
                    policy_type=policy_type,
                )


def _may_speak_of(action: str, patterns: str | list[str]) -> bool:
    """Returns False only if no pattern can match the action, which is in lower case."""
    for pattern in (patterns,) if type(patterns) is str else patterns:
        text = pattern.lower()
        if text == action or (
            ("*" in text or "?" in text) and action.startswith(text.partition("*")[0].partition("?")[0])
        ):
            return True
    return False


def _may_cover(resource: str, patterns: str | list[str]) -> bool:
    """Returns False only if no pattern can match the resource: the beginnings differ."""
    for text in (patterns,) if type(patterns) is str else patterns:
        # A pattern without wildcards may still be the beginning of an ARN, to be filled up.
        if resource.startswith(text.partition("*")[0].partition("?")[0].partition("$")[0]):
            return True
    return False


def _parts(statement: QuickStatement) -> StatementParts:
    shape, values = statement
    return StatementParts(
        None if shape.sid < 0 else values[shape.sid],
        values[shape.effect],
        texts_of(values[shape.action]),
        shape.is_not_action,
        None if shape.resource < 0 else texts_of(values[shape.resource]),
        shape.is_not_resource,
        None if shape.principal < 0 else _principals(values[shape.principal]),
        shape.is_not_principal,
        () if shape.condition < 0 else _conditions(values[shape.condition]),
    )


def _conditions(condition: Members) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        [(operator, key, texts_of(values)) for operator, entries in condition for key, values in entries]
    )


def _principals(value: str | Members) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        return (("*", value),)
    return tuple((kind, text) for kind, texts in value for text in texts_of(texts))


def _read_carefully(index: int, kind: LayerKind, text: str, policy_type: PolicyType) -> CompiledPolicy:
    # Imported late: most texts never need it.
    from iam.policy.parsing import parse_policy

    document = parse_policy(text, policy_type).document
    if document is None or document.is_refused:
        return CompiledPolicy(index, "", document, (), is_refused=True)
    statements = tuple(compile_document(index, kind, document))
    return CompiledPolicy(index, "", document, statements, is_refused=False)
