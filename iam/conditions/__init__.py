"""Condition operators, one module per family; what derives from them stands in `registry`.

A new operator is one entry in its family's OPERATORS: `Not...`, `...IfExists`, `ForAnyValue:` and
`ForAllValues:` come by themselves.
"""

from iam.conditions.entries import ConditionTest, ValueState, compile_condition
from iam.conditions.registry import Operator, Quantifier, find_operator, operator_names, suggest_operator

__all__ = [
    "ConditionTest",
    "Operator",
    "Quantifier",
    "ValueState",
    "compile_condition",
    "find_operator",
    "operator_names",
    "suggest_operator",
]
