"""Compiling policies, and deciding requests by them. Texts used once: `iam.evaluation.texts`."""

from iam.evaluation.deciding import decide
from iam.evaluation.decision import Decision, Facts, Outcome, StatementRef, Unknown
from iam.evaluation.layers import CompiledPolicy, Layer
from iam.evaluation.rules import ServiceRule, Treatment
from iam.evaluation.stacks import Level, NamedDocument, PolicyStack, compile_stack
from iam.evaluation.statements import CompiledStatement

__all__ = [
    "CompiledPolicy",
    "CompiledStatement",
    "Decision",
    "Facts",
    "Layer",
    "Level",
    "NamedDocument",
    "Outcome",
    "PolicyStack",
    "ServiceRule",
    "StatementRef",
    "Treatment",
    "Unknown",
    "compile_stack",
    "decide",
]
