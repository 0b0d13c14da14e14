"""A request as the engine sees it: who wants to do what to what, under which circumstances."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from iam.arns import Arn, is_account_id, parse_arn

PrincipalKind = Literal[
    "user", "role", "session", "federatedUser", "root", "service", "provider", "anonymous"
]
# Service, kind of caller, across accounts, across partitions.
Circumstances = tuple[str, PrincipalKind, bool, bool]
ContextValue = str | bool | int | float | Iterable[str]

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9._-]+")
_SERVICE_PRINCIPAL = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal)"

# Providers that are named by their domain (Guide, AWS JSON policy elements: Principal).
BUILT_IN_PROVIDERS = frozenset(
    {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}
)


class RequestError(ValueError):
    """A request that can't be: `message` says what is wrong, `remedy` what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy


class InvalidActionError(RequestError):
    """The action is not one `service:Name`."""

    def __init__(self, action: str) -> None:
        super().__init__(
            f"`{action}` is not an action",
            "name one action with its service, such as `s3:GetObject`, without wildcards",
        )


class InvalidResourceError(RequestError):
    """The resource is neither an ARN nor `*`."""

    def __init__(self, resource: str) -> None:
        super().__init__(
            f"`{resource}` is not a resource",
            "write an ARN, such as `arn:aws:s3:::notes/intro.md`, or `*`",
        )


class InvalidPrincipalError(RequestError):
    """The principal is none that makes requests."""

    def __init__(self, principal: str) -> None:
        super().__init__(
            f"`{principal}` can't make requests",
            "write the ARN of a user, role, session, root user or identity provider, "
            "a service such as `ec2.amazonaws.com`, or `anonymous`",
        )


class InvalidAccountError(RequestError):
    """The account of the resource is no account number."""

    def __init__(self, account: str) -> None:
        super().__init__(f"`{account}` is not an account", "write twelve digits, such as `111122223333`")


class InvalidContextError(RequestError):
    """A condition key is there twice, or its value is no text."""


class Principal(NamedTuple):
    """Who makes the request.

    `name` is the user's or role's name without path, the service's or provider's name, else "".
    `session` is the last part of a session's ARN. `account` is "" for services and anonymous callers,
    and so is `partition`, the part of AWS an ARN belongs to.
    """

    text: str
    kind: PrincipalKind
    account: str = ""
    name: str = ""
    session: str = ""
    partition: str = ""

    @property
    def carries_identity_policies(self) -> bool:
        """Whether identity policies attach to it; not so for root, services, providers, anonymous."""
        return self.kind in {"user", "role", "session", "federatedUser"}


def parse_principal(text: str) -> Principal:
    """Returns the principal a text stands for.

    Raises: InvalidPrincipalError, also for groups, which never make requests.
    """
    if text == "anonymous":
        return Principal(text, "anonymous")
    if text in BUILT_IN_PROVIDERS:
        return Principal(text, "provider", name=text)
    principal = parse_principal_arn(text)
    if principal is not None:
        return principal
    # Asked last: it is compiled when first needed, which most requests never do.
    if re.fullmatch(_SERVICE_PRINCIPAL, text):
        return Principal(text, "service", name=text)
    raise InvalidPrincipalError(text)


def parse_principal_arn(text: str) -> Principal | None:
    """Returns the principal an ARN stands for, or None if it stands for none."""
    arn = parse_arn(text)
    if arn is None or not is_account_id(arn.account):
        return None
    named = _name_in(arn)
    if named is None:
        return None
    kind, name, session = named
    return Principal(text, kind, arn.account, name, session, arn.partition)


def _name_in(arn: Arn) -> tuple[PrincipalKind, str, str] | None:
    """Returns kind, name and session of a principal's ARN, or None if it names no principal."""
    if arn.service == "iam" and arn.resource == "root":
        return "root", "", ""
    kind, _, rest = arn.resource.partition("/")
    name = rest.rpartition("/")[2]
    if not name:
        return None
    match arn.service, kind:
        case "iam", "user":
            return "user", name, ""
        case "iam", "role":
            return "role", name, ""
        case "iam", "saml-provider" | "oidc-provider":
            return "provider", rest, ""
        case "sts", "assumed-role" if rest.count("/") == 1 and not rest.startswith("/"):
            return "session", rest.partition("/")[0], name
        case "sts", "federated-user":
            return "federatedUser", name, name
    return None


class RequestContext(Mapping[str, tuple[str, ...]]):
    """The condition keys of a request: names without regard to case, values as tuples of text.

    A key with an empty list counts as absent.
    Raises: InvalidContextError for a key given twice or a value that is no text.
    """

    __slots__ = ("_names", "_values")

    def __init__(self, values: Mapping[str, ContextValue] | None = None) -> None:
        self._values: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        for name, value in (values or {}).items():
            texts = _texts(name, value)
            if name.lower() in self._names:
                raise InvalidContextError(
                    f"the condition key `{name}` is there twice",
                    "write it once, with a list for several values; upper and lower case are the same",
                )
            self._names[name.lower()] = name
            if texts:
                self._values[name.lower()] = texts

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return self._values[key.lower()]

    def values_of(self, key: str) -> tuple[str, ...]:
        """Returns the values of a key, an empty tuple if it is absent."""
        return self._values.get(key.lower(), ())

    def values_at(self, lower_key: str) -> tuple[str, ...]:
        """Returns the same for a key that is in lower case already."""
        return self._values.get(lower_key, ())

    def __iter__(self) -> Iterator[str]:
        return (self._names[key] for key in self._values)

    def __len__(self) -> int:
        return len(self._values)


def _texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(_text(name, one) for one in value)
    return (_text(name, value),)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise InvalidContextError(
        f"the value of the condition key `{name}` is no text", "write a text or a list of texts"
    )


class AccessRequest:
    """One request: one action on one resource. It never changes, and is made ready to be matched.

    `resource_account` is the account that owns the resource; None leaves it to the resource's ARN
    and, where that names none, takes the caller's. `action_key` is the action in lower case, `service`
    its prefix; `fields` are the six fields of the resource, None for `*`. `crosses_partitions` tells
    whether caller and resource live in parts of AWS that know nothing of each other; `circumstances`
    are what the course of a request hangs on.

    Raises: InvalidActionError, InvalidResourceError, InvalidAccountError.
    """

    __slots__ = (
        "action",
        "action_key",
        "circumstances",
        "context",
        "crosses_partitions",
        "fields",
        "is_cross_account",
        "owner_account",
        "principal",
        "resource",
        "resource_account",
        "service",
    )

    def __init__(
        self,
        action: str,
        resource: str,
        principal: Principal,
        context: RequestContext | None = None,
        resource_account: str | None = None,
    ) -> None:
        if not _ACTION.fullmatch(action):
            raise InvalidActionError(action)
        arn = None if resource == "*" else parse_arn(resource)
        if arn is None and resource != "*":
            raise InvalidResourceError(resource)
        if resource_account is not None and not is_account_id(resource_account):
            raise InvalidAccountError(resource_account)
        self.action = action
        self.resource = resource
        self.principal = principal
        self.context = RequestContext() if context is None else context
        self.resource_account = resource_account
        self.action_key = action.lower()
        self.service = self.action_key.partition(":")[0]
        self.fields: tuple[str, ...] | None = None if arn is None else ("arn", *arn)
        self.owner_account = resource_account or _account_of(arn) or principal.account
        self.is_cross_account = self.owner_account != principal.account
        self.crosses_partitions = arn is not None and principal.partition not in ("", arn.partition)
        self.circumstances: Circumstances = (
            self.service,
            principal.kind,
            self.is_cross_account,
            self.crosses_partitions,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AccessRequest) and self._essence() == other._essence()

    def __hash__(self) -> int:
        return hash((self.action, self.resource, self.principal, self.resource_account))

    def __repr__(self) -> str:
        return f"AccessRequest{self._essence()!r}"

    def _essence(self) -> tuple[object, ...]:
        return self.action, self.resource, self.principal, dict(self.context), self.resource_account


def _account_of(arn: Arn | None) -> str:
    return arn.account if arn is not None and is_account_id(arn.account) else ""
