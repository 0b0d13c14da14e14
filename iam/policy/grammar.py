"""What each type of policy may hold.

Sources: IAM User Guide, Grammar; Organizations User Guide, SCP syntax and RCP syntax.
"""

from typing import Literal, NamedTuple

from iam.policy.document import PolicyType

Presence = Literal["required", "optional", "forbidden"]

DOCUMENT_ELEMENTS = ("Version", "Id", "Statement")
STATEMENT_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")


class Rules(NamedTuple):
    """The grammar of one type of policy."""

    version_is_required: bool = False
    takes_id: bool = False
    principal: Presence = "forbidden"
    takes_not_principal: bool = False
    takes_not_action: bool = True
    takes_allow: bool = True
    only_star_principal: bool = False
    resource: Presence = "required"


_IDENTITY = Rules()
_RESOURCE = Rules(takes_id=True, principal="required", takes_not_principal=True, resource="optional")

RULES: dict[PolicyType, Rules] = {
    "identity": _IDENTITY,
    "boundary": _IDENTITY,
    "session": _IDENTITY,
    "resource": _RESOURCE,
    "endpoint": _RESOURCE,
    "trust": Rules(takes_id=True, principal="required", resource="forbidden"),
    "scp": Rules(version_is_required=True),
    # RCPFullAWSAccess, AWS's own, is the one RCP with an Allow; whoever writes one may only deny.
    # The reader knows it by its text.
    "rcp": Rules(
        version_is_required=True,
        principal="required",
        takes_not_action=False,
        takes_allow=False,
        only_star_principal=True,
    ),
}
