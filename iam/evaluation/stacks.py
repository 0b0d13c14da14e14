"""Everything that is in force for one caller and one resource, compiled layer by layer."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from iam.evaluation.decision import Facts, StatementRef
from iam.evaluation.layers import CompiledPolicy, Layer, LayerKind, Surroundings
from iam.evaluation.rules import COMMON, ServiceRule, Treatment
from iam.evaluation.statements import CompiledStatement, compile_statement, parts_of
from iam.policy.document import PolicyDocument
from iam.request import AccessRequest, Circumstances


class NamedDocument(NamedTuple):
    """A policy with the name people know it by, "" if it has none."""

    name: str
    document: PolicyDocument


class Level(NamedTuple):
    """One level of the organization, from the root down, with the documents attached to it."""

    name: str
    documents: tuple[NamedDocument, ...]


Given = NamedDocument | PolicyDocument
NO_FACTS = Facts()


class PolicyStack:
    """The layers in force; a layer is None where no such policy exists, SCPs and RCPs are empty."""

    def __init__(
        self,
        *,
        identity: Layer,
        resource: Layer | None,
        boundary: Layer | None,
        session: Layer | None,
        endpoint: Layer | None,
        scps: tuple[Layer, ...],
        rcps: tuple[Layer, ...],
        facts: Facts,
        rules: tuple[ServiceRule, ...],
    ) -> None:
        self.identity = identity
        self.resource = resource
        self.boundary = boundary
        self.session = session
        self.endpoint = endpoint
        self.scps = scps
        self.rcps = rcps
        self.facts = facts
        self.rules = rules
        self.around = Surroundings(facts, boundary is not None)
        # What `decide` remembers: the course of requests in the same circumstances.
        self.courses: dict[Circumstances | tuple[Circumstances, Treatment], Any] = {}

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All layers there are, in the order AWS asks them."""
        single = (self.endpoint, self.resource, self.identity, self.boundary, self.session)
        return (*self.rcps, *self.scps, *(layer for layer in single if layer is not None))

    @cached_property
    def policies(self) -> tuple[CompiledPolicy, ...]:
        """All policies, so that `StatementRef.policy` is the place in here."""
        every = (policy for layer in self.layers for policy in layer.policies)
        return tuple(sorted(every, key=lambda policy: policy.index))

    @property
    def refused(self) -> tuple[CompiledPolicy, ...]:
        """The policies AWS would not have saved, so that nobody can say what they do."""
        return tuple(policy for policy in self.policies if policy.is_refused)

    def treatment_of(self, request: AccessRequest) -> Treatment:
        """Returns what the service rules make of a request; the first rule that speaks counts."""
        for rule in self.rules:
            if rule.concerns(request):
                treatment = rule.treat(request, self.facts)
                if treatment is not None:
                    return treatment
        return COMMON

    def is_ruled(self, request: AccessRequest) -> bool:
        """Returns whether any service rule concerns the request."""
        return any(rule.concerns(request) for rule in self.rules)


def compile_stack(
    *,
    identity: Iterable[Given] = (),
    resource: Given | None = None,
    boundary: Given | None = None,
    session: Given | None = None,
    endpoint: Given | None = None,
    scps: Iterable[Level] = (),
    rcps: Iterable[Level] = (),
    facts: Facts = NO_FACTS,
    rules: Iterable[ServiceRule] = (),
) -> PolicyStack:
    """Returns the policies in force around a request, ready for `decide` and `explain`.

    `scps` are those of the caller's account, `rcps` those of the account that owns the resource, both
    root first and with AWS's default policies written out. `rules` are usually `iam.services.RULES`.
    """
    compiler = _Compiler()
    return PolicyStack(
        identity=compiler.layer("identity", identity),
        resource=compiler.single("resource", resource),
        boundary=compiler.single("boundary", boundary),
        session=compiler.single("session", session),
        endpoint=compiler.single("endpoint", endpoint),
        scps=tuple(compiler.layer("scp", level.documents, level.name) for level in scps),
        rcps=tuple(compiler.layer("rcp", level.documents, level.name) for level in rcps),
        facts=facts,
        rules=tuple(rules),
    )


class _Compiler:
    """Counts the policies through all layers."""

    def __init__(self) -> None:
        self._count = 0

    def single(self, kind: LayerKind, given: Given | None) -> Layer | None:
        return None if given is None else self.layer(kind, (given,))

    def layer(self, kind: LayerKind, documents: Iterable[Given], level: str = "") -> Layer:
        return Layer(kind, tuple(self._policy(kind, given) for given in documents), level)

    def _policy(self, kind: LayerKind, given: Given) -> CompiledPolicy:
        name, document = given if isinstance(given, NamedDocument) else ("", given)
        index = self._count
        self._count += 1
        statements = () if document.is_refused else tuple(compile_document(index, kind, document))
        return CompiledPolicy(index, name, document, statements, document.is_refused)


def compile_document(policy: int, kind: LayerKind, document: PolicyDocument) -> Iterable[CompiledStatement]:
    """Yields the statements of the document that is the stack's policy of this number."""
    for source in document.statements:
        parts = parts_of(source)
        yield compile_statement(
            parts,
            StatementRef(policy, source.index, parts.sid, source.effect, source.span, kind),
            variables=document.has_variables,
            policy_type=document.policy_type,
            source=source,
        )
