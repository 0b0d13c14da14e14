"""IAM: what a session of GetFederationToken may call.

Source: STS API Reference, GetFederationToken: no IAM operation by CLI or API, while the console, signed
in by such a session, may call them.
"""

from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns a doubt for a federated session, since a request doesn't show whether a console sent it."""
    return Treatment(doubt=True, reason="federatedSessionCallsIam")


RULE = ServiceRule("iam", treat, frozenset({"federatedUser"}))
