"""Policies compiled for deciding: every pattern, variable and condition value is read once."""

from collections.abc import Iterable
from dataclasses import dataclass

from iam.conditions import ConditionTest, compile_condition
from iam.evaluation.decision import StatementRef
from iam.evaluation.elements import ElementTest, compile_actions, compile_resources
from iam.evaluation.targets import Target
from iam.policy.document import ConditionEntry, PolicyDocument, Statement
from iam.ternary import Truth


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """A statement ready to be matched; `source` is what it was made from."""

    ref: StatementRef
    source: Statement
    is_deny: bool
    action: ElementTest
    resource: ElementTest | None
    conditions: tuple[tuple[ConditionEntry, ConditionTest], ...]

    def truth(self, target: Target) -> Truth:
        """Returns whether the statement applies to the request; None if that can't be known."""
        result = self.action.truth(target)
        if result is False:
            return False
        if self.resource is not None:
            resource = self.resource.truth(target)
            if resource is False:
                return False
            result = result and resource
        for _, condition in self.conditions:
            met = condition.truth(target.context)
            if met is False:
                return False
            result = result and met
        return result


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """One policy of a set; its statements are empty if AWS would refuse the document."""

    index: int
    name: str
    document: PolicyDocument
    statements: tuple[CompiledStatement, ...]


@dataclass(frozen=True, slots=True)
class CompiledPolicySet:
    """The identity policies of one caller."""

    policies: tuple[CompiledPolicy, ...]

    @property
    def refused(self) -> tuple[CompiledPolicy, ...]:
        """The policies AWS would not have saved, so that nobody can say what they do."""
        return tuple(policy for policy in self.policies if policy.document.is_refused)


def compile_policies(documents: Iterable[PolicyDocument], names: Iterable[str] = ()) -> CompiledPolicySet:
    """Returns the identity policies of one caller, ready for `decide` and `explain`.

    `names` are for people, in the order of the documents; a policy without one has the name "".
    """
    given = list(names)
    return CompiledPolicySet(
        tuple(
            _compile_policy(index, given[index] if index < len(given) else "", document)
            for index, document in enumerate(documents)
        )
    )


def _compile_policy(index: int, name: str, document: PolicyDocument) -> CompiledPolicy:
    sources = () if document.is_refused else document.statements
    statements = tuple(_compile_statement(index, source, document.has_variables) for source in sources)
    return CompiledPolicy(index, name, document, statements)


def _compile_statement(policy: int, source: Statement, variables: bool) -> CompiledStatement:
    sid = source.sid.text if source.sid else None
    return CompiledStatement(
        ref=StatementRef(policy, source.index, sid, source.effect, source.span),
        source=source,
        is_deny=source.effect == "Deny",
        action=compile_actions(source.action),
        resource=compile_resources(source.resource, variables=variables) if source.resource else None,
        conditions=tuple(
            (
                entry,
                compile_condition(
                    entry.operator.text,
                    entry.key.text,
                    (value.text for value in entry.values),
                    variables=variables,
                ),
            )
            for entry in source.conditions
        ),
    )
