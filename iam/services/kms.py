"""KMS: every key has a key policy, and without its consent nobody has access, not even the root user.

Sources: KMS Developer Guide, Key policies in AWS KMS; Allowing users in other accounts to use a KMS
key; Organizations User Guide, Resource control policies.
"""

from iam.catalogue import takes_only_star
from iam.evaluation.decision import Facts
from iam.evaluation.rules import ServiceRule, Treatment
from iam.request import AccessRequest

# The operations a principal of another account can use; all others stay within the key's account.
_ACROSS_ACCOUNTS = frozenset(
    """
    creategrant decrypt derivesharedsecret describekey encrypt generatedatakey generatedatakeypair
    generatedatakeypairwithoutplaintext generatedatakeywithoutplaintext generatemac getkeyrotationstatus
    getpublickey listgrants reencryptfrom reencryptto retiregrant revokegrant sign verify verifymac
    """.split()
)


def treat(request: AccessRequest, facts: Facts) -> Treatment | None:
    """Returns the treatment of a call on a key; aliases and key stores have no policy of their own."""
    operation = request.action_key.partition(":")[2]
    if takes_only_star(request.action_key) or not _is_on_key(request):
        return Treatment(is_beyond_rcps=True) if operation == "retiregrant" else None
    is_member = bool(request.principal.account)
    key = Treatment("key", needs_consent=True, is_beyond_rcps=operation == "retiregrant")
    if is_member and request.is_cross_account and operation not in _ACROSS_ACCOUNTS:
        return key._replace(refuses=True, reason="keyOfAnotherAccount")
    if request.principal.kind == "anonymous":
        return key._replace(doubt=True, reason="serviceMayRefuseAnonymous")
    return key


def _is_on_key(request: AccessRequest) -> bool:
    return request.fields is None or request.fields[5].startswith("key/")


RULE = ServiceRule("kms", treat)
