"""Other requests for the policies of a case, so that one set of policies is asked several times.

They stay within what such policies can be attached to: the service, the kind of target and the layers of the
caller remain. A trust policy is asked by requests for roles only.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.reference import vocabulary as words
from tests.reference.conditions import as_text
from tests.reference.elements import as_list
from tests.reference.mutations import (
    ALL_VALUES,
    change_action,
    change_context,
    change_principal,
    change_resource,
    pick_condition,
)
from tests.reference.requests import identity_context
from tests.reference.vocabulary import Identity

Json = dict[str, Any]


def vary_request(rng: Random, case: Json, count: int) -> list[Json]:
    """Returns other requests for the policies of the case: no two are equal, and none is the case's own."""
    made: list[Json] = [case["request"]]
    while len(made) <= count:
        varied = case | {"request": copy_request(case["request"])}
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            rng.choice(CHANGES)(rng, varied)
        while varied["request"] in made:
            rng.choice(CHANGES)(rng, varied)
        made.append(varied["request"])
    return made[1:]


def copy_request(request: Json) -> Json:
    """Returns a copy whose fields and context can be changed; lists of values are only ever replaced."""
    return request | {"context": dict(request["context"])}


def identity_of(request: Json) -> Identity | None:
    """Returns the identity that makes the request, None for services, providers and anonymous callers."""
    return next((one for one in words.IDENTITIES if one.arn == request["principal"]), None)


def change_caller(rng: Random, case: Json) -> None:
    """Lets an identity of any kind that can have these policies make the request, and tell of itself."""
    request = case["request"]
    own = identity_of(request)
    if own is None:
        return
    kinds = kinds_with_policies(case)
    caller = rng.choice([one for one in words.IDENTITIES if one.kind in kinds])
    for key in ("aws:username", "aws:PrincipalArn", "aws:userid"):
        forget_key(request["context"], key)
    request["context"] |= identity_context(rng, caller)
    request["principal"] = caller.arn
    if request["resource"] == "*":
        request["resourceAccount"] = caller.account


def kinds_with_policies(case: Json) -> tuple[str, ...]:
    """Returns the kinds of identities that can have the policies and facts of the case."""
    if case["extra"].get("serviceLinkedRole"):
        return ("session",)
    if case["sessionPolicy"]:
        return ("session", "role", "federated-user")
    attached = case["identityPolicies"] or case["permissionBoundary"]
    return ("user", "session", "role", "federated-user", *(() if attached else ("root",)))


def change_target(rng: Random, case: Json) -> None:
    """Takes another action with a resource of its own, or another role."""
    request = case["request"]
    service = request["action"].split(":")[0].lower()
    is_named = request["resource"] != "*"
    targets = [target for target in words.TARGETS[service] if (target[1] != ("*",)) == is_named]
    actions, resources = rng.choice(targets)
    if service != "sts" or not is_named:
        request["action"] = rng.choice(actions)
    request["resource"] = rng.choice(resources).format(account=request["resourceAccount"])


def change_owner(rng: Random, case: Json) -> None:
    """Puts the resource into another account."""
    request = case["request"]
    # A role trusts providers of its own account, and what names no resource is about the caller's account.
    if request["resource"] == "*" or request["principal"] in words.PROVIDERS:
        return
    account = rng.choice(words.ACCOUNTS)
    fields = request["resource"].split(":", 5)
    fields[4] = fields[4] and account
    request["resource"], request["resourceAccount"] = ":".join(fields), account


def change_asked_key(rng: Random, case: Json) -> None:
    """Gives a key that a policy asks for a value that it names or might name, or takes the key away."""
    picked = pick_condition(rng, case)
    if picked is None:
        return
    block, operator, key = picked
    context = case["request"]["context"]
    forget_key(context, key)
    values = [*map(as_text, as_list(block[operator][key])), *ALL_VALUES.get(key, ())]
    if values and rng.random() < 0.85:
        value = rng.choice(values)
        context[key] = [value] if ":" in operator and isinstance(value, str) else value


def forget_key(context: Json, key: str) -> None:
    """Removes a key, however it is spelled."""
    for name in [name for name in context if name.lower() == key.lower()]:
        del context[name]


def add_key(rng: Random, case: Json) -> None:
    """Adds a key, or gives one another value."""
    key = rng.choice(list(ALL_VALUES))
    forget_key(case["request"]["context"], key)
    case["request"]["context"][key] = rng.choice(ALL_VALUES[key])


# What a condition asks for is changed most: another target or caller is mostly denied for want of an Allow.
CHANGES: tuple[Callable[[Random, Json], None], ...] = (
    *[change_asked_key] * 8,
    change_context,
    change_context,
    add_key,
    change_action,
    change_resource,
    change_principal,
    change_caller,
    change_target,
    change_owner,
)
