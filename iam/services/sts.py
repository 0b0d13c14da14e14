"""STS: trust policies, calls without a signature, and calls no policy controls.

Sources: STS API Reference, AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity, AssumeRoot,
GetCallerIdentity, GetSessionToken, GetFederationToken; IAM User Guide, Compare AWS STS credentials.
"""

from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest

# A role's trust policy must allow these, the identity policy alone never does.
_TRUSTED = frozenset({"assumerole", "tagsession", "setsourceidentity", "setcontext"})
_UNSIGNED = frozenset({"assumerolewithsaml", "assumerolewithwebidentity"})
_TEMPORARY = frozenset({"session", "role", "federatedUser"})
_REFUSED_TO_ROOT = frozenset({"assumerole", "assumeroot"})


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns the treatment of a call to STS."""
    operation, caller = request.action_key.partition(":")[2], request.principal.kind
    if operation == "getcalleridentity":
        return Treatment(answer="allowed", reason="answeredToEverybody")
    if operation in _UNSIGNED:
        return Treatment("trust", needs_consent=True, is_unsigned=True)
    # What a session of GetFederationToken may call is GetCallerIdentity alone.
    if caller == "federatedUser" or (caller == "root" and operation in _REFUSED_TO_ROOT):
        is_own_matter = operation == "assumeroot"
        return Treatment(
            _layer(operation), is_own_matter=is_own_matter, refuses=True, reason="refusedToCaller"
        )
    if operation == "getsessiontoken":
        return _session_token(caller)
    if operation == "getfederationtoken" and caller in _TEMPORARY:
        return Treatment(refuses=True, reason="refusedToCaller")
    if operation == "assumeroot":
        return Treatment(is_own_matter=True, doubt=True, reason="rootAccessHangsOnOrganization")
    if operation in _TRUSTED:
        return Treatment("trust", needs_consent=True)
    return None


def _layer(operation: str) -> str:
    return "trust" if operation in _TRUSTED else "resource"


def _session_token(caller: str) -> Treatment:
    """GetSessionToken: for long-term keys, which no policy can keep from it."""
    if caller in ("user", "root"):
        return Treatment(answer="allowed", reason="answeredToLongTermKeys")
    return Treatment(answer="implicitDeny", reason="refusedToCaller")


RULE = ServiceRule("sts", treat)
