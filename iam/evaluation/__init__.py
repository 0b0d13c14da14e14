"""Compiling policies, and deciding requests by them. Texts used once: `iam.evaluation.texts`."""

from iam.evaluation.deciding import decide
from iam.evaluation.decision import Decision, Facts, Outcome, Scope, StatementRef, Unknown
from iam.evaluation.layers import CompiledPolicy, Layer
from iam.evaluation.rules import ServiceRule, Treatment
from iam.evaluation.stacks import Level, NamedDocument, PolicyStack, compile_policies, compile_stack
from iam.evaluation.statements import CompiledStatement

# The name the sandbox knows; a stack of `compile_policies` is what it gets.
CompiledPolicySet = PolicyStack

__all__ = [
    "CompiledPolicy",
    "CompiledPolicySet",
    "CompiledStatement",
    "Decision",
    "Facts",
    "Layer",
    "Level",
    "NamedDocument",
    "Outcome",
    "PolicyStack",
    "Scope",
    "ServiceRule",
    "StatementRef",
    "Treatment",
    "Unknown",
    "compile_policies",
    "compile_stack",
    "decide",
]
