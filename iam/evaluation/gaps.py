"""Stacks of `compile_policies`: which answers of identity policies hold whatever else is in force.

The sources are the IAM User Guide's pages How AWS enforcement code logic evaluates requests and
Cross-account policy evaluation logic, and the STS and KMS references. Three rules carry the module:

- A Deny in an identity policy of the caller is final, whatever other policies there are, since one
  matching Deny of any kind denies. It is not where the caller carries no identity policies (root
  user, services, providers, anonymous callers), where the call is unsigned, or where a service
  answers without asking policies.
- Silence is final only if nothing else could grant *and* nothing else could deny: a limiting policy
  that denies would turn an implicit deny into an explicit one.
- An Allow is never final beside a gap.
"""

from collections.abc import Iterable
from typing import NamedTuple

from iam.catalogue import takes_only_star
from iam.evaluation.courses import Course
from iam.evaluation.decision import Decision, Outcome, Scope, Unknown
from iam.evaluation.rules import COMMON
from iam.evaluation.stacks import PolicyStack
from iam.request import AccessRequest

# They lift limits of SCPs and RCPs; without those layers they change nothing.
_HARMLESS_FACTS = frozenset(
    {"serviceLinkedRole", "principalInManagementAccount", "resourceInManagementAccount"}
)
_ORGANIZATION_LAYERS = frozenset({"scps", "rcps"})

# A role's trust policy must allow these, the identity policy alone never does (STS: AssumeRole).
_TRUST_ACTIONS = frozenset(
    {"sts:assumerole", "sts:assumeroot", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}
)
# Calls without a signature: no identity policy of anybody is asked.
_UNSIGNED_ACTIONS = frozenset({"sts:assumerolewithsaml", "sts:assumerolewithwebidentity"})
# Answered even against an explicit deny, or beyond the control of policies.
_FREE_ACTIONS = frozenset({"sts:getcalleridentity", "sts:getsessiontoken"})


class Gap(NamedTuple):
    """Something not evaluated: whether a Deny and whether silence are final in spite of it."""

    unknown: Unknown
    deny_holds: bool
    silence_holds: bool

    def admits_other_than(self, outcome: Outcome) -> bool:
        """Returns whether evaluating it could turn this outcome of the identity policies."""
        return not (
            (outcome == "explicitDeny" and self.deny_holds)
            or (outcome == "implicitDeny" and self.silence_holds)
        )


def identity_course(stack: PolicyStack) -> Course:
    """Returns the course that asks the identity policies alone, whoever calls."""
    return Course(
        "identity",
        COMMON,
        is_cross_account=False,
        crosses_partitions=False,
        needs_resource_policy=False,
        asked=(stack.identity,),
        left_out=(),
    )


def hold_back(decision: Decision, stack: PolicyStack, request: AccessRequest, scope: Scope) -> Decision:
    """Returns the identity policies' answer, or `unknown` where what was not asked could turn it."""
    gaps = find_gaps(request, scope)
    unknowns = (*decision.unknowns, *(gap.unknown for gap in gaps))
    if decision.outcome != "unknown" and not any(gap.admits_other_than(decision.outcome) for gap in gaps):
        settled = tuple(unknown._replace(turns=False) for unknown in unknowns)
        layer = decision.layer if decision.deciding else None
        return decision._replace(unknowns=settled, layer=layer)
    return Decision("unknown", unknowns=tuple(unknown._replace(turns=True) for unknown in unknowns))


def find_gaps(request: AccessRequest, scope: Scope) -> tuple[Gap, ...]:
    """Returns what stands between the identity policies' answer and AWS's."""
    return (*_callers(request), *_accounts(request), *_services(request), *_layers(scope), *_facts(scope))


def _callers(request: AccessRequest) -> Iterable[Gap]:
    principal = request.principal
    if not principal.carries_identity_policies:
        yield _gap("specialCaller", deny=False, silence=False, caller=principal.text, kind=principal.kind)
    elif principal.kind == "federatedUser":
        # The session has at most its user's permissions, and only those a session policy passes on.
        yield _gap("federatedSession", deny=True, silence=True, caller=principal.text)


def _accounts(request: AccessRequest) -> Iterable[Gap]:
    # Both sides have to allow, so a caller's own side that is silent settles it.
    if request.principal.account and request.is_cross_account:
        accounts = {"caller": request.principal.account, "owner": request.owner_account}
        yield _gap("crossAccount", deny=True, silence=True, **accounts)


def _services(request: AccessRequest) -> Iterable[Gap]:
    action = request.action.lower()
    if action in _FREE_ACTIONS:
        yield _gap("serviceRule", deny=False, silence=False, action=request.action)
    elif action in _UNSIGNED_ACTIONS:
        yield _gap("unsignedCall", deny=False, silence=False, action=request.action)
    elif action in _TRUST_ACTIONS:
        yield _gap("trustPolicyNeeded", deny=True, silence=False, action=request.action)
    elif action.startswith("kms:") and not takes_only_star(action):
        # Every key has a key policy, and without its consent an identity Allow does nothing.
        yield _gap("keyPolicyNeeded", deny=True, silence=False, action=request.action)


def _layers(scope: Scope) -> Iterable[Gap]:
    for layer in scope.layers:
        yield _gap("layerNotEvaluated", deny=True, silence=False, layer=layer)


def _facts(scope: Scope) -> Iterable[Gap]:
    for fact in scope.facts:
        if fact not in _HARMLESS_FACTS or _ORGANIZATION_LAYERS & set(scope.layers):
            yield _gap("factNotEvaluated", deny=fact in _HARMLESS_FACTS, silence=False, fact=fact)


def _gap(code: str, *, deny: bool, silence: bool, **values: str) -> Gap:
    return Gap(Unknown(code, values), deny_holds=deny, silence_holds=silence)
