"""All checks, run over one document."""

from collections.abc import Callable, Iterable

from iam.policy.document import PolicyDocument, PolicyType, Statement
from iam.policy.findings import Finding
from iam.policy.parsing import parse_policy
from iam.validation.actions import check_actions
from iam.validation.conditions import check_conditions
from iam.validation.limits import check_characters, check_size
from iam.validation.principals import check_principals
from iam.validation.resources import check_resources
from iam.validation.statements import check_grants, check_sids

STATEMENT_CHECKS: tuple[Callable[[PolicyDocument, Statement], Iterable[Finding]], ...] = (
    check_actions,
    check_resources,
    check_conditions,
    check_principals,
    check_grants,
)


def validate_policy(text: str, policy_type: PolicyType = "identity") -> tuple[Finding, ...]:
    """Returns all findings about a text in the order of their places; never raises for any text."""
    parsed = parse_policy(text, policy_type)
    findings = list(parsed.findings)
    if parsed.document is not None:
        findings += check_characters(text, parsed.document)
        findings += check_size(text, parsed.document)
        findings += check_sids(parsed.document)
        for statement in parsed.document.statements:
            for check in STATEMENT_CHECKS:
                findings += check(parsed.document, statement)
    return tuple(sorted(findings, key=lambda finding: finding.span.offset))
