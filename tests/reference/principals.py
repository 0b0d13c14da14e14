"""Principal and NotPrincipal: who is meant, and by which form.

Sources: IAM User Guide, "AWS JSON policy elements: Principal", "AWS JSON policy elements: NotPrincipal".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.reference.elements import as_list
from tests.reference.texts import Context
from tests.reference.truths import Truth, any_of, negation

# The forms a principal is named by. They differ in what else has to allow.
FORMS = ("star", "account", "user", "role", "session", "federated-user", "service", "provider", "canonical")


@dataclass(frozen=True)
class Caller:
    """Who makes the request; `kind` is user, role, session, federated-user, root, service, provider, anonymous."""

    text: str
    kind: str
    account: str | None

    @property
    def name(self) -> str:
        """The last part of the ARN, or all of the text."""
        return self.text.split(":", 5)[-1]

    @property
    def role_name(self) -> str:
        """The name of the role behind a session or a role ARN."""
        parts = self.name.split("/")
        return parts[1] if self.kind == "session" else parts[-1]


CALLERS = {
    "user": "user",
    "role": "role",
    "assumed-role": "session",
    "federated-user": "federated-user",
    "root": "root",
    "saml-provider": "provider",
    "oidc-provider": "provider",
}


def read_caller(text: str, principal_type: str | None) -> Caller:
    """Returns the caller that a principal of the neutral case format names."""
    if text == "anonymous":
        return Caller(text, "anonymous", None)
    if not text.startswith("arn:"):
        return Caller(text, "provider" if principal_type == "Federated" else "service", None)
    account, last = text.split(":", 5)[4:]
    return Caller(text, CALLERS[last.split("/")[0]], account)


def named_principals(element: Any) -> Iterator[tuple[str, str]]:
    """Yields (type, name) of every principal in a Principal or NotPrincipal element."""
    if element == "*":
        yield "*", "*"
        return
    for kind, names in element.items():
        for name in as_list(names):
            yield kind, name


def principal_fits(kind: str, name: str, caller: Caller, context: Context) -> tuple[Truth, str]:
    """Is the caller meant by one named principal, and by which form?"""
    if name == "*":
        # A service is a principal, but no AWS one; `Service: "*"` is refused.
        settled = kind == "*" or (kind == "AWS" and caller.kind not in ("service", "provider"))
        return True if settled else None, "star"
    if kind == "Service":
        return caller.kind == "service" and caller.text == name, "service"
    if kind == "Federated":
        return caller.kind == "provider" and caller.text == name, "provider"
    if kind == "CanonicalUser":
        # The format doesn't say whose canonical id it is.
        return None if caller.account else False, "canonical"
    if caller.kind in ("anonymous", "service", "provider"):
        return False, "account"
    return aws_principal_fits(name, caller, context)


def aws_principal_fits(name: str, caller: Caller, context: Context) -> tuple[Truth, str]:
    """Is the caller, an identity of some account, meant by one name under `AWS`?"""
    if is_account(name):
        return account_of(name) == caller.account, "account"
    if name.startswith(("AIDA", "AROA")):
        return unique_id_fits(name, caller, context)
    _, _, service, _, account, last = name.split(":", 5)
    kind = last.split("/")[0]
    if account != caller.account or "*" in name:
        return False, "user"
    if service == "iam" and kind == "user":
        # A federated user acts for a user whom the format doesn't name.
        return None if caller.kind == "federated-user" else caller.text == name, "user"
    if service == "iam" and kind == "role":
        return role_fits(last, caller), "role"
    if service == "sts" and kind == "assumed-role":
        if caller.kind == "role":
            return (None if last.split("/")[1] == caller.role_name else False), "session"
        return caller.text == name, "session"
    return (service == "sts" and kind == "federated-user" and caller.text == name), "federated-user"


def is_account(name: str) -> bool:
    """Is it one of the two forms that name an account?"""
    return name.isdigit() or name.endswith(":root")


def account_of(name: str) -> str:
    """Returns the account that an account principal names."""
    return name if name.isdigit() else name.split(":")[4]


def role_fits(last: str, caller: Caller) -> Truth:
    """Does `role/PATH/NAME` name the role of the caller? A session's ARN doesn't show the path."""
    if caller.kind == "role":
        return caller.name == last
    if caller.kind != "session" or last.split("/")[-1] != caller.role_name:
        return False
    return None if last.count("/") > 1 else True


def unique_id_fits(name: str, caller: Caller, context: Context) -> tuple[Truth, str]:
    """Is it the unique id of the user or role? The request shows it as aws:userid."""
    form, kinds = ("user", ("user",)) if name.startswith("AIDA") else ("role", ("role", "session"))
    userid = context.get("aws:userid")
    if caller.kind == "federated-user" and form == "user":
        return None, form
    if caller.kind not in kinds:
        return False, form
    if not isinstance(userid, str):
        return None, form
    return userid.split(":")[0] == name, form


def is_spared(element: Any, caller: Caller, has_boundary: bool) -> Truth:
    """Does NotPrincipal list the caller with everything above it, so that the Deny spares it?"""
    names = list(named_principals(element))
    if any(name == "*" for _, name in names) or any(kind == "CanonicalUser" for kind, _ in names):
        return None
    if caller.kind in ("service", "provider"):
        kind = "Service" if caller.kind == "service" else "Federated"
        return (kind, caller.text) in names
    if caller.kind == "anonymous":
        return False
    if has_boundary:
        # "... will always deny any IAM principal that has a permissions boundary policy attached"
        return False
    own = [name for kind, name in names if kind == "AWS"]
    account = any(is_account(name) and account_of(name) == caller.account for name in own)
    if caller.kind == "root":
        return account
    return listed_with_account(own, caller, account)


def listed_with_account(own: list[str], caller: Caller, account: bool) -> Truth:
    """Are the caller, its role and its account listed? A part of them leaves it open."""
    if any(name.startswith(("AIDA", "AROA")) for name in own):
        return None
    if caller.kind in ("user", "federated-user"):
        itself = caller.text in own
        if caller.kind == "federated-user":
            users = any(f"::{caller.account}:user/" in name for name in own)
            return None if itself or users else False
        return (True if account else None) if itself else False
    roles = [name for name in own if f"iam::{caller.account}:role/" in name]
    role = any_of(role_fits(name.split(":", 5)[5], caller) for name in roles)
    sessions = [name for name in own if f"sts::{caller.account}:assumed-role/{caller.role_name}/" in name]
    session = caller.text in sessions
    if role is False and not (session or (caller.kind == "role" and sessions)):
        return False
    return True if role and session and account else None


def principal_truths(
    statement: Mapping[str, Any], caller: Caller, context: Context, has_boundary: bool
) -> list[tuple[Truth, str]]:
    """Returns, for every principal of the statement, whether it is the caller, and the form."""
    if "Principal" in statement:
        return [
            principal_fits(kind, name, caller, context)
            for kind, name in named_principals(statement["Principal"])
        ]
    if statement["Effect"] == "Allow":
        return [(None, "star")]
    return [(negation(is_spared(statement["NotPrincipal"], caller, has_boundary)), "star")]
