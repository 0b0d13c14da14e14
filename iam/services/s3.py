"""S3: the root user of the bucket's account can always mend a bucket policy that denies everybody.

Source: IAM User Guide, AWS account root user: tasks that need the root user.
"""

from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest

_MENDING = frozenset({"s3:deletebucketpolicy", "s3:getbucketpolicy", "s3:putbucketpolicy"})


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns the treatment of the owner's root user reading, writing or removing a bucket policy."""
    if not request.is_cross_account and request.action_key in _MENDING:
        return Treatment(ignores_resource_denies=True)
    return None


RULE = ServiceRule("s3", treat, frozenset({"root"}))
