"""From which statements apply to one decision, honest about what could turn it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from iam.conditions import ConditionTest
from iam.evaluation.compiling import CompiledStatement
from iam.evaluation.decision import Decision, Outcome, Unknown
from iam.evaluation.gaps import Gap
from iam.evaluation.targets import Target
from iam.ternary import Truth


@dataclass(slots=True)
class Tally:
    """The statements that apply, and those that may."""

    denies: list[CompiledStatement] = field(default_factory=list)
    allows: list[CompiledStatement] = field(default_factory=list)
    possible_denies: list[CompiledStatement] = field(default_factory=list)
    possible_allows: list[CompiledStatement] = field(default_factory=list)

    def add(self, statement: CompiledStatement, truth: Truth) -> None:
        """Counts a statement that was found to apply, to apply perhaps, or not to apply."""
        if truth is None:
            (self.possible_denies if statement.is_deny else self.possible_allows).append(statement)
        elif truth:
            (self.denies if statement.is_deny else self.allows).append(statement)

    def possible_outcomes(self) -> list[Outcome]:
        """Returns what the identity policies alone may come to."""
        if self.denies:
            return ["explicitDeny"]
        outcomes: list[Outcome] = ["explicitDeny"] if self.possible_denies else []
        if self.allows or self.possible_allows:
            outcomes.append("allowed")
        if not self.allows:
            outcomes.append("implicitDeny")
        return outcomes


def settle(tally: Tally, gaps: Iterable[Gap], target: Target) -> Decision:
    """Returns the decision: the one possible outcome if nothing unknown can turn it."""
    outcomes = tally.possible_outcomes()
    gaps = tuple(gaps)
    is_settled = len(outcomes) == 1 and not any(gap.admits_other_than(outcomes[0]) for gap in gaps)
    doubts = [doubt for one in _possible(tally) for doubt in statement_doubts(one, target)]
    unknowns = [*doubts, *(gap.unknown for gap in gaps)]
    if not is_settled:
        return Decision("unknown", unknowns=tuple(unknowns))
    deciding = tally.denies or tally.allows
    return Decision(
        outcomes[0],
        tuple(statement.ref for statement in deciding),
        "identity" if deciding else None,
        tuple(replace(unknown, turns=False) for unknown in unknowns),
    )


def _possible(tally: Tally) -> list[CompiledStatement]:
    return [*tally.possible_denies, *tally.possible_allows]


def statement_doubts(statement: CompiledStatement, target: Target) -> list[Unknown]:
    """Returns why it can't be known whether a statement applies; empty if it can."""
    if statement.truth(target) is not None:
        return []
    label = {"statement": statement.ref.sid or f"statement {statement.ref.statement + 1}"}
    doubts = [
        Unknown("undecidedElement", {**label, "element": name})
        for name, element in (("Action", statement.action), ("Resource", statement.resource))
        if element is not None and element.truth(target) is None
    ]
    for _, condition in statement.conditions:
        if condition.truth(target.context) is None:
            doubts.append(Unknown(_condition_code(condition, target), {**label, **_names(condition)}))
    return doubts


def _condition_code(condition: ConditionTest, target: Target) -> str:
    if condition.operator is None:
        return "unknownOperator"
    if condition.is_disputed:
        return "disputedVariable"
    if condition.operator.quantifier is None and len(condition.request_values(target.context)) > 1:
        return "severalValues"
    return "undecidedCondition"


def _names(condition: ConditionTest) -> dict[str, str]:
    return {"operator": condition.operator_name, "key": condition.key}
