"""Resource ARNs: their fields (IAM User Guide, IAM identifiers; AWS JSON policy elements: Resource)."""

import re
from collections.abc import Iterable

from iam.arns import is_account_id
from iam.patterns import Parts, Wildcard, cut, split_fields, variables_in
from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.variables import check_variables

_PARTITION = re.compile(r"aws(-[a-z]+)*")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
# In the place of the account: what AWS itself owns, and CloudFront's identities.
_OWNERS = re.compile(r"aws[a-z-]*|amazon|cloudfront|self|third-party")


def check_resources(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for ARNs AWS refuses or nothing has, and for variables that are none."""
    if statement.resource is None:
        return
    for value in statement.resource.values:
        yield from check_variables(document, value)
        if value.text.startswith("arn:"):
            yield from _check_arn(document, value)


def _check_arn(document: PolicyDocument, value: PolicyValue) -> Iterable[Finding]:
    values = {"resource": value.text}
    fields = split_fields(cut(value.text, variables=document.has_variables), 6)
    if len(fields) > 2 and any(isinstance(part, Wildcard) for part in fields[2]):
        yield Finding("resourceServiceWildcard", "error", value.span, values)
    if any(variables_in(field) for field in fields[:5]):
        yield Finding("variableTooEarly", "error", value.span, values)
    if len(fields) < 6 and document.policy_type == "session":
        yield Finding("resourceIncomplete", "error", value.span, values)
    yield from _check_fields(value, [_plain(field) for field in fields])


def _plain(field: Parts) -> str | None:
    """The text of a field without wildcards and variables, else None."""
    if not field:
        return ""
    first = field[0]
    return first if len(field) == 1 and isinstance(first, str) else None


def _check_fields(value: PolicyValue, fields: list[str | None]) -> Iterable[Finding]:
    named = dict(zip(("arn", "partition", "service", "region", "account"), fields, strict=False))
    partition, region, account = (named.get(name) for name in ("partition", "region", "account"))
    values = {"resource": value.text}
    if partition is not None and not _PARTITION.fullmatch(partition):
        yield Finding("resourcePartition", "error", value.span, {**values, "partition": partition})
    if named.get("service") == "":
        yield Finding("resourceWithoutService", "error", value.span, values)
    if region and not _REGION.fullmatch(region):
        yield Finding("resourceRegion", "error", value.span, {**values, "region": region})
    if account and not is_account_id(account) and not _OWNERS.fullmatch(account):
        yield Finding("resourceAccount", "error", value.span, {**values, "account": account})
