"""All checks, run over one document."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from iam.policy.document import PolicyDocument, PolicyType, Statement
from iam.policy.findings import Finding
from iam.policy.parsing import parse_policy
from iam.validation.actions import check_actions
from iam.validation.conditions import check_conditions
from iam.validation.exposure import check_exposure
from iam.validation.limits import check_characters, check_size
from iam.validation.meeting import check_meeting
from iam.validation.organizations import check_control_policies
from iam.validation.principals import check_principals
from iam.validation.redundancy import check_redundant_statements, check_redundant_values
from iam.validation.resources import check_resources
from iam.validation.statements import check_grants, check_sids
from iam.validation.trust import check_trust

StatementCheck = Callable[[PolicyDocument, Statement], Iterable[Finding]]
DocumentCheck = Callable[[PolicyDocument], Iterable[Finding]]

STATEMENT_CHECKS: tuple[StatementCheck, ...] = (
    check_actions,
    check_resources,
    check_conditions,
    check_principals,
    check_exposure,
    check_trust,
    check_control_policies,
    check_grants,
)
# These compare every value with every other one.
PAIR_CHECKS: tuple[StatementCheck, ...] = (check_meeting, check_redundant_values)
DOCUMENT_CHECKS: tuple[DocumentCheck, ...] = (check_sids,)

# Nobody reads more, and each may have cost the search for a near name.
MOST_FINDINGS = 200
# No policy is larger than that of a KMS key; comparing all pairs of a larger one could take long.
_LONGEST_COMPARED = 32_768


def validate_policy(text: str, policy_type: PolicyType = "identity") -> tuple[Finding, ...]:
    """Returns all findings about a text in the order of their places; never raises for any text.

    Of a document with hundreds of faults, those of its grammar and the first MOST_FINDINGS others.
    """
    parsed = parse_policy(text, policy_type)
    findings = list(parsed.findings)
    if parsed.document is not None:
        findings += islice(_check(text, parsed.document), MOST_FINDINGS)
    return tuple(sorted(findings, key=lambda finding: finding.span.offset))


def _check(text: str, document: PolicyDocument) -> Iterator[Finding]:
    compares = len(text) <= _LONGEST_COMPARED
    yield from check_characters(text, document)
    yield from check_size(text, document)
    for check_document in DOCUMENT_CHECKS:
        yield from check_document(document)
    for statement in document.statements:
        for check in (*STATEMENT_CHECKS, *(PAIR_CHECKS if compares else ())):
            yield from check(document, statement)
    if compares:
        yield from check_redundant_statements(document)
