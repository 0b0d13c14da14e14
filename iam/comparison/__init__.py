"""Comparing policies: what one allows and another does not, always with a request that shows it."""

from iam.comparison.comparing import Answer, Comparison, Witness, beyond, compare
from iam.comparison.dangers import Danger, find_dangers
from iam.comparison.redundancy import Idle, find_idle

__all__ = [
    "Answer",
    "Comparison",
    "Danger",
    "Idle",
    "Witness",
    "beyond",
    "compare",
    "find_dangers",
    "find_idle",
]
