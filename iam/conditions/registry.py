"""All operators: the base ones of `families`, the others derived from those."""

from functools import cache
from typing import Literal, NamedTuple

from iam.conditions.base import BaseOperator

Quantifier = Literal["ForAnyValue", "ForAllValues"]


class Operator(NamedTuple):
    """An operator as a policy writes it: a base operator with what was put around it."""

    base: BaseOperator
    is_negated: bool
    if_exists: bool
    quantifier: Quantifier | None

    @property
    def name(self) -> str:
        """The operator as AWS writes it."""
        core = (self.base.negated_name if self.is_negated else None) or self.base.name
        suffix = "IfExists" if self.if_exists else ""
        return f"{self.quantifier}:{core}{suffix}" if self.quantifier else f"{core}{suffix}"


def find_operator(name: str) -> Operator | None:
    """Returns the operator of this very name, or None."""
    return _operators().get(name)


def operator_names() -> tuple[str, ...]:
    """Returns the names of all operators there are."""
    return tuple(_operators())


def suggest_operator(name: str) -> str | None:
    """Returns the operator that was probably meant, or None."""
    # Imported late: only a misspelt name needs it.
    import difflib

    by_lower = {known.lower(): known for known in _operators()}
    found = difflib.get_close_matches(name[:80].lower(), by_lower, n=1, cutoff=0.75)
    return by_lower[found[0]] if found else None


@cache
def _operators() -> dict[str, Operator]:
    # Imported late: a decision on policies without conditions never needs them.
    from iam.conditions.families import BASE_OPERATORS

    return {operator.name: operator for base in BASE_OPERATORS for operator in _derived(base)}


def _derived(base: BaseOperator) -> list[Operator]:
    # Null has no IfExists form (it would say nothing) and takes no set operator.
    if base.tests_presence:
        return [Operator(base, is_negated=False, if_exists=False, quantifier=None)]
    quantifiers: tuple[Quantifier | None, ...] = (None, "ForAnyValue", "ForAllValues")
    return [
        Operator(base, is_negated, if_exists, quantifier)
        for is_negated in ((False, True) if base.negated_name else (False,))
        for if_exists in (False, True)
        for quantifier in quantifiers
    ]
