"""Policy documents: text in, tree with places and findings out."""

from iam.policy.document import (
    ConditionEntry,
    ParsedPolicy,
    PolicyDocument,
    PolicyType,
    PolicyValue,
    Statement,
)
from iam.policy.findings import Finding
from iam.policy.parsing import parse_policy, read_document
from iam.policy.spans import Span

__all__ = [
    "ConditionEntry",
    "Finding",
    "ParsedPolicy",
    "PolicyDocument",
    "PolicyType",
    "PolicyValue",
    "Span",
    "Statement",
    "parse_policy",
    "read_document",
]
