"""Why a decision came out as it did, as data."""

from iam.explanation.explaining import explain, missing_keys
from iam.explanation.near_misses import NearMiss, near_misses
from iam.explanation.reasons import Explanation, Reason, values_in
from iam.explanation.statements import keys_of

__all__ = [
    "Explanation",
    "NearMiss",
    "Reason",
    "explain",
    "keys_of",
    "missing_keys",
    "near_misses",
    "values_in",
]
