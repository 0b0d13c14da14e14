"""Random requests: a caller, an action on a resource, and a context that suits both."""

from random import Random
from typing import Any

from tests.reference import vocabulary as words
from tests.reference.vocabulary import Identity

Json = dict[str, Any]


def make_request(rng: Random) -> tuple[Json, Identity | None, Json]:
    """Returns the request, the identity behind it (None if it is none of an account), and the extra facts."""
    kind = rng.random()
    if kind < 0.06:
        return service_request(rng)
    if kind < 0.10:
        return provider_request(rng)
    if kind < 0.15:
        return anonymous_request(rng)
    return identity_request(rng)


def identity_request(rng: Random) -> tuple[Json, Identity | None, Json]:
    """Returns a signed request of a user, session, federated user or root user."""
    caller = rng.choice(words.IDENTITIES)
    service = rng.choice(("s3", "s3", "s3", "sqs", "lambda", "kms", "ec2", "iam", "sts"))
    # iam:GetUser across accounts is decided as ever, but seldom of interest.
    owner = caller.account if rng.random() < 0.7 else rng.choice(words.ACCOUNTS)
    action, resource = make_target(rng, service, owner)
    if resource == "*":
        owner = caller.account
    context = make_context(rng)
    context |= identity_context(rng, caller)
    extra: Json = {}
    if rng.random() < 0.05:
        extra["principalInManagementAccount"] = True
    if rng.random() < 0.05:
        extra["resourceInManagementAccount"] = True
    if caller.kind == "session" and rng.random() < 0.05:
        extra["serviceLinkedRole"] = True
    return request_of(action, resource, owner, caller.arn, context), caller, extra


def service_request(rng: Random) -> tuple[Json, None, Json]:
    """Returns the own call of an AWS service."""
    name = rng.choice(words.SERVICES)
    action, resource = make_target(rng, rng.choice(("s3", "sqs", "lambda", "kms", "sts")), words.HOME)
    context = {key: value for key, value in make_context(rng).items() if "Principal" not in key}
    return request_of(action, resource, words.HOME, name, context), None, {}


def provider_request(rng: Random) -> tuple[Json, None, Json]:
    """Returns an unsigned request for a role, with the assertion of an identity provider."""
    role = f"arn:aws:iam::{words.HOME}:role/{rng.choice(('Reader', 'Admin'))}"
    provider = rng.choice(words.PROVIDERS)
    action = "sts:AssumeRoleWithSAML" if ":saml-provider/" in provider else "sts:AssumeRoleWithWebIdentity"
    request = request_of(action, role, words.HOME, provider, make_context(rng))
    return request, None, {"principalType": "Federated"}


def anonymous_request(rng: Random) -> tuple[Json, None, Json]:
    """Returns an unsigned request."""
    action, resource = make_target(rng, rng.choice(("s3", "s3", "sqs")), words.HOME)
    context = {key: value for key, value in make_context(rng).items() if "Principal" not in key}
    return request_of(action, resource, words.HOME, "anonymous", context), None, {}


def request_of(action: str, resource: str, account: str, principal: str, context: Json) -> Json:
    """Returns the request in the neutral format."""
    return {
        "action": action,
        "resource": resource,
        "resourceAccount": account,
        "principal": principal,
        "context": context,
    }


def make_target(rng: Random, service: str, account: str) -> tuple[str, str]:
    """Returns an action of the service and a resource it is taken on."""
    targets = words.TARGETS[service]
    # The first entry is the ordinary one; the others are buckets and actions without a resource.
    actions, resources = targets[0] if rng.random() < 0.7 else rng.choice(targets)
    return rng.choice(actions), rng.choice(resources).format(account=account)


def make_context(rng: Random) -> Json:
    """Returns values for some of the keys."""
    context: Json = {}
    singles = (
        words.TEXTS,
        words.NUMBERS,
        words.DATES,
        words.BOOLEANS,
        words.ADDRESSES,
        words.ARNS,
        words.BINARIES,
    )
    for family in (*singles, words.SETS):
        for key, values in family.items():
            if rng.random() < 0.3:
                context[key] = rng.choice(values)
    return context


def identity_context(rng: Random, caller: Identity) -> Json:
    """Returns what the request says about its caller."""
    about: Json = {}
    if caller.username is not None and rng.random() < 0.8:
        about["aws:username"] = caller.username
    if rng.random() < 0.6:
        about["aws:PrincipalArn"] = caller.principal_arn
    if rng.random() < 0.6:
        about["aws:userid"] = caller.userid
    return about
