"""Actions and resources of a statement that never meet, by the resource types AWS lists for an action.

Source: Service Authorization Reference. AWS saves such a statement, and nothing comes of it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from iam.policy.document import PolicyDocument, PolicyValue, Statement
from iam.policy.findings import Finding
from iam.validation.expansion import forms_of, named_actions
from iam.validation.globs import NO_COLON, NO_SLASH, overlap

_SLOT = re.compile(r"\$\{([^{}]*)\}")
_FIELDS = {"Partition": NO_COLON, "Region": NO_COLON, "Account": NO_COLON}
# The same connections under their former name, which older ones keep in their ARNs.
_RENAMED = {"codestar-connections": "codeconnections"}
# Of one statement; where that is not enough, actions and resources are taken to meet.
_MOST_COMPARISONS = 2_000


def check_meeting(document: PolicyDocument, statement: Statement) -> Iterable[Finding]:
    """Yields findings for actions no resource of the statement suits, and for resources of other services."""
    actions, resource = statement.action, statement.resource
    if resource is None or resource.negated or actions.negated or not resource.values:
        return
    # A lone `*` suits every action, and what is no ARN is a finding already.
    if not all(value.text.startswith("arn:") for value in resource.values):
        return
    globs = [_resource_glob(value.text) for value in resource.values]
    comparisons = iter(range(_MOST_COMPARISONS))
    meets = False
    for value in actions.values:
        forms = forms_of(value.text)
        if not named_actions(value.text):
            meets = True
        elif not forms:
            yield Finding("resourceNeedsStar", "warning", value.span, {"action": value.text})
        elif not _meet(globs, forms, comparisons):
            values = {"action": value.text, "form": _readable(forms[-1])}
            yield Finding("actionWithoutResource", "warning", value.span, values)
        else:
            meets = True
    if meets:
        yield from _check_services(statement, resource.values)


def _check_services(statement: Statement, resources: tuple[PolicyValue, ...]) -> Iterable[Finding]:
    if not all(named_actions(value.text) for value in statement.action.values):
        return
    forms = {form for value in statement.action.values for form in forms_of(value.text)}
    services = {_service_of(form) for form in forms}
    if any("$" in service or "*" in service for service in services):
        return
    for value in resources:
        service = _service_of(value.text)
        if service and service not in services and not {"*", "?", "$"} & set(service):
            yield Finding("resourceOfOtherService", "warning", value.span, {"resource": value.text})


@lru_cache(maxsize=4096)
def _service_of(arn: str) -> str:
    service = [*arn.split(":", 3), "", ""][2]
    return _RENAMED.get(service, service)


def _meet(globs: list[str], forms: tuple[str, ...], comparisons: Iterator[int]) -> bool:
    for glob, form in product(globs, forms):
        if not _may_share_service(glob, form):
            continue
        if next(comparisons, None) is None or overlap(glob, _form_glob(form)):
            return True
    return False


def _may_share_service(glob: str, form: str) -> bool:
    own, other = _service_of(glob), _service_of(form)
    return own == other or not own or "$" in other or "*" in own or "?" in own


def _resource_glob(text: str) -> str:
    """A resource of a policy as a glob: what a variable stands for may be anything."""
    glob = _SLOT.sub("*", text)
    # AWS fills up the fields an ARN leaves out.
    return glob if glob.count(":") >= 5 else f"{glob}*"


@lru_cache(maxsize=4096)
def _form_glob(form: str) -> str:
    # Names may hold slashes in most services; those of S3's buckets never do.
    narrow = _FIELDS | ({"BucketName": NO_SLASH} if ":s3:::" in form else {})
    return _SLOT.sub(lambda slot: narrow.get(slot[1], "*"), form)


def _readable(form: str) -> str:
    return _SLOT.sub(lambda slot: {"Partition": "aws"}.get(slot[1], slot[1].upper()), form)
