"""Comparing policies: what one allows and another does not, always with a request that shows it."""

from iam.comparison.comparing import Answer, Comparison, Witness, beyond, compare

__all__ = ["Answer", "Comparison", "Witness", "beyond", "compare"]
