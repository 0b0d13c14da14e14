"""Principals of resource policies: whom an entry names, and how far its Allow reaches.

Source: IAM User Guide, AWS JSON policy elements: Principal and NotPrincipal.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from iam.arns import is_account_id
from iam.evaluation.decision import Facts
from iam.request import AccessRequest, Principal, parse_principal_arn
from iam.ternary import Truth, any_of

MatchKind = Literal[
    "star",
    "account",
    "user",
    "role",
    "session",
    "federatedUser",
    "service",
    "federated",
    "canonical",
    "uniqueId",
    "invalid",
]
# direct: grants by itself, whatever boundary and session policy are silent about; capped: grants, but
# both must allow too; delegated: leaves it to the identity policies of the account.
Reach = Literal["direct", "capped", "delegated"]

# Whoever belongs to an account; services, providers and anonymous callers don't.
_MEMBERS = frozenset({"user", "role", "session", "federatedUser", "root"})
_IDENTITIES = _MEMBERS - {"root"}
_USER_ID, _ROLE_ID = "AIDA", "AROA"


class PrincipalPattern(NamedTuple):
    """One entry; `named` is the principal an ARN stands for, None for the other forms."""

    kind: MatchKind
    text: str
    account: str = ""
    named: Principal | None = None

    def truth(self, request: AccessRequest, facts: Facts) -> Truth:
        """Returns whether the entry means the caller; None if the request doesn't tell."""
        return _MATCHES[self.kind](self, request, facts)

    def reach(self, caller: Principal) -> Reach:
        """Returns how far an Allow for this entry goes, within the account of the resource."""
        if self.kind == "account" or self.kind == "canonical":
            # The account's root user stands for the account itself.
            return "direct" if caller.kind == "root" else "delegated"
        if self.kind == "role" or (self.kind == "uniqueId" and self.text.startswith(_ROLE_ID)):
            return "capped"
        is_user = self.kind == "user" or self.kind == "uniqueId"
        return "capped" if is_user and caller.kind == "federatedUser" else "direct"


def _matches_everybody(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    return True


def _matches_nobody(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    return False


def _matches_account(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    caller = request.principal
    partitions = {caller.partition, pattern.named.partition} if pattern.named else set()
    return caller.kind in _MEMBERS and caller.account == pattern.account and len(partitions) < 2


def _matches_user(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    caller = request.principal
    if caller.kind == "federatedUser" and _is_of_one_account(pattern, caller):
        # Neither the session's ARN nor a key says which user asked for it (GetFederationToken).
        return None
    return caller.text == pattern.text


def _matches_role(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    caller, role = request.principal, pattern.named
    if caller.kind == "session" and role is not None:
        # A session's ARN lacks the role's path; names are unique within an account.
        return _is_of_one_account(pattern, caller) and caller.name == role.name
    return caller.text == pattern.text


def _matches_session(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    caller, session = request.principal, pattern.named
    if caller.kind == "role" and session is not None:
        # A role as caller is some session of it; which one, the request doesn't say.
        return None if _is_of_one_account(pattern, caller) and caller.name == session.name else False
    return caller.text == pattern.text


def _is_of_one_account(pattern: PrincipalPattern, caller: Principal) -> bool:
    named = pattern.named
    return named is not None and (named.account, named.partition) == (caller.account, caller.partition)


def _matches_service(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    return request.principal.kind == "service" and request.principal.text == pattern.text


def _matches_provider(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    return request.principal.kind == "provider" and request.principal.text == pattern.text


def _matches_canonical(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    if request.principal.kind not in _MEMBERS:
        return False
    return facts.canonical_id == pattern.text if facts.canonical_id else None


def _matches_unique_id(pattern: PrincipalPattern, request: AccessRequest, facts: Facts) -> Truth:
    caller = request.principal
    if pattern.text.startswith(_USER_ID):
        if caller.kind == "federatedUser":
            return None
        if caller.kind != "user":
            return False
    elif caller.kind not in ("session", "role"):
        return False
    values = request.context.values_at("aws:userid")
    return values[0].partition(":")[0] == pattern.text if len(values) == 1 else None


_MATCHES: dict[MatchKind, Callable[[PrincipalPattern, AccessRequest, Facts], Truth]] = {
    "star": _matches_everybody,
    "account": _matches_account,
    "user": _matches_user,
    "role": _matches_role,
    "session": _matches_session,
    "federatedUser": lambda pattern, request, facts: request.principal.text == pattern.text,
    "service": _matches_service,
    "federated": _matches_provider,
    "canonical": _matches_canonical,
    "uniqueId": _matches_unique_id,
    "invalid": _matches_nobody,
}


class PrincipalTest(NamedTuple):
    """`Principal` or, if `negated`, `NotPrincipal` of a statement; `is_deny` tells the effect."""

    patterns: tuple[PrincipalPattern, ...]
    negated: bool
    is_deny: bool

    def truth(self, request: AccessRequest, facts: Facts, *, has_boundary: bool) -> Truth:
        """Returns whether the statement speaks of the caller."""
        if not self.negated:
            return any_of(pattern.truth(request, facts) for pattern in self.patterns)
        spared = self._spares(request, facts, has_boundary)
        if self.is_deny or spared:
            return None if spared is None else not spared
        # "Using it with Allow is not supported": who would be allowed, nobody says.
        return None

    def truth_within(self, reach: Reach, request: AccessRequest, facts: Facts) -> Truth:
        """Returns whether an entry of this reach names the caller."""
        if self.negated:
            return None if reach == "direct" else False
        caller = request.principal
        return any_of(one.truth(request, facts) for one in self.patterns if one.reach(caller) == reach)

    def _spares(self, request: AccessRequest, facts: Facts, has_boundary: bool) -> Truth:
        """Returns whether NotPrincipal excepts the caller, which takes every layer of it."""
        caller = request.principal
        if caller.kind not in _MEMBERS or caller.kind == "root":
            return self._lists(request, facts, _ALL_KINDS)
        # "Don't use NotPrincipal with Deny for users or roles that have a boundary": it denies them.
        if has_boundary or not self._lists(request, facts, ("account", "star")):
            return False
        if self._lists(request, facts, ("star",)):
            return True
        if caller.kind not in ("session", "role"):
            return self._lists(request, facts, ("user", "uniqueId", "federatedUser"))
        role = self._lists(request, facts, ("role", "uniqueId"))
        session = self._lists(request, facts, ("session",))
        # One of the two: the page asks for both in one place and for the role in another.
        return role if role == session else None

    def _lists(self, request: AccessRequest, facts: Facts, kinds: Iterable[str]) -> Truth:
        return any_of(one.truth(request, facts) for one in self.patterns if one.kind in kinds)


_ALL_KINDS = frozenset(_MATCHES)


def compile_principals(entries: Iterable[tuple[str, str]], *, negated: bool, is_deny: bool) -> PrincipalTest:
    """Returns the test of a principal element; entries are (`AWS`, text), (`Service`, text) and so on."""
    return PrincipalTest(tuple(_pattern(kind, text) for kind, text in entries), negated, is_deny)


def _pattern(kind: str, text: str) -> PrincipalPattern:
    if kind == "*" or (kind == "AWS" and text == "*"):
        return PrincipalPattern("star", text)
    simple: dict[str, MatchKind] = {
        "Service": "service",
        "Federated": "federated",
        "CanonicalUser": "canonical",
    }
    if kind in simple:
        return PrincipalPattern("invalid" if "*" in text else simple[kind], text)
    if is_account_id(text):
        return PrincipalPattern("account", text, text)
    if text[:4] in (_USER_ID, _ROLE_ID) and text.isalnum():
        return PrincipalPattern("uniqueId", text)
    return _pattern_of_arn(text)


def _pattern_of_arn(text: str) -> PrincipalPattern:
    named = None if "*" in text or "?" in text else parse_principal_arn(text)
    if named is None or named.kind == "provider":
        # Groups, wildcards inside an ARN and the like: "not valid as a principal".
        return PrincipalPattern("invalid", text)
    if named.kind == "root":
        return PrincipalPattern("account", text, named.account, named)
    kinds: dict[str, MatchKind] = {
        "user": "user",
        "role": "role",
        "session": "session",
        "federatedUser": "federatedUser",
    }
    return PrincipalPattern(kinds[named.kind], text, named.account, named)
