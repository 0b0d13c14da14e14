"""Why a decision came out as it did, as data."""

from iam.explanation.explaining import explain, keys_of, label_of, missing_keys
from iam.explanation.reasons import Explanation, Reason

__all__ = ["Explanation", "Reason", "explain", "keys_of", "label_of", "missing_keys"]
