"""Compiling policies, and deciding requests by them."""

from iam.evaluation.compiling import CompiledPolicy, CompiledPolicySet, CompiledStatement, compile_policies
from iam.evaluation.deciding import decide
from iam.evaluation.decision import Decision, Outcome, Scope, StatementRef, Unknown

__all__ = [
    "CompiledPolicy",
    "CompiledPolicySet",
    "CompiledStatement",
    "Decision",
    "Outcome",
    "Scope",
    "StatementRef",
    "Unknown",
    "compile_policies",
    "decide",
]
