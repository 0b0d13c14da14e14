"""SQS: the root user of the queue's account can always mend a queue policy that denies everybody.

Source: IAM User Guide, AWS account root user: tasks that need the root user.
"""

from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest

# A queue's policy is one of its attributes.
_MENDING = frozenset({"sqs:getqueueattributes", "sqs:setqueueattributes"})


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns the treatment of the owner's root user reading or writing the attributes of a queue."""
    if not request.is_cross_account and request.action_key in _MENDING:
        return Treatment(ignores_resource_denies=True)
    return None


RULE = ServiceRule("sqs", treat, frozenset({"root"}))
