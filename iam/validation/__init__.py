"""What is wrong or doubtful in a policy, beyond its grammar. No false alarms: silence beats a guess."""

from iam.validation.validating import validate_policy

__all__ = ["validate_policy"]
