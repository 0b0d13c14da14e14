"""Rules of single services: what they add to the common order of evaluation.

A new rule is one module with a `ServiceRule`, listed here. `compile_stack` gets them as an argument.
"""

from iam.evaluation.rules import ServiceRule
from iam.services import anonymous, iam, kms, s3, sqs, sts

RULES: tuple[ServiceRule, ...] = (
    iam.RULE,
    kms.RULE,
    s3.RULE,
    sqs.RULE,
    sts.RULE,
    # Speaks for all services, so it comes after those with rules of their own.
    anonymous.RULE,
)

__all__ = ["RULES"]
