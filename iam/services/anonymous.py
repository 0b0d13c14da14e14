"""Calls without a signature: few services take them, whatever a policy allows.

Source: IAM User Guide, AWS global condition context keys (S3, SNS and SQS are named).
"""

from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest

_SERVICES_NAMED = frozenset({"s3", "sns", "sqs", "sts"})


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns a doubt for an anonymous call to a service that AWS's page doesn't name."""
    if request.service in _SERVICES_NAMED:
        return None
    return Treatment(doubt=True, reason="serviceMayRefuseAnonymous")


RULE = ServiceRule("*", treat, frozenset({"anonymous"}))
