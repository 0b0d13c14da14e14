"""What a service may add to the common order. The rules themselves come in as an argument."""

from collections.abc import Callable
from typing import NamedTuple

from iam.evaluation.decision import Facts, Outcome
from iam.request import AccessRequest, PrincipalKind


class Treatment(NamedTuple):
    """How one request is treated, where that differs from the common order.

    `resource_layer` is what the resource policy is called: `trust` for roles, `key` for KMS.
    `needs_consent`: the resource policy must allow, in one account as well.
    `is_own_matter`: there is no resource policy to ask, not even across accounts.
    `is_unsigned`: nobody's own policies are asked. `is_beyond_rcps`: RCPs don't reach the call.
    `ignores_resource_denies`: the caller may mend the resource policy, whatever it denies.
    `answer` is given without asking any policy; `refuses`: the service refuses what policies allow.
    `doubt`: the service may refuse what policies allow, and the request doesn't tell.
    `reason` is the message code that says why, for an answer, a refusal or a doubt.
    """

    resource_layer: str = "resource"
    needs_consent: bool = False
    is_own_matter: bool = False
    is_unsigned: bool = False
    is_beyond_rcps: bool = False
    ignores_resource_denies: bool = False
    answer: Outcome | None = None
    refuses: bool = False
    doubt: bool = False
    reason: str = ""


COMMON = Treatment()


class ServiceRule(NamedTuple):
    """The rule of one service, `*` for all; `treat` returns None where nothing is special.

    `callers` are the kinds of principals it concerns, None for all.
    """

    service: str
    treat: Callable[[AccessRequest, Facts], Treatment | None]
    callers: frozenset[PrincipalKind] | None = None

    def concerns(self, request: AccessRequest) -> bool:
        """Returns whether it is worth asking: it depends on service and kind of principal alone."""
        if self.service not in (request.service, "*"):
            return False
        return self.callers is None or request.principal.kind in self.callers
