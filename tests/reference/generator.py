"""Seeded random cases in the neutral format: mostly near matches, every layer now and then.

Only `random.Random(seed)` decides, and nothing is taken from sets or hashes: a seed gives the same cases on any
machine.
"""

from random import Random
from typing import Any

from tests.reference.mutations import mutate
from tests.reference.policies import make_document, make_statement
from tests.reference.requests import make_request
from tests.reference.variants import vary_request
from tests.reference.vocabulary import WITH_RESOURCE_POLICY, Identity

Json = dict[str, Any]
FULL_ACCESS = {"Effect": "Allow", "Action": "*", "Resource": "*"}
# Requests around the policies of one seed.
GROUP = 5


def generate(seed: int) -> Json:
    """Returns the case of a seed, without an expected decision."""
    return make_case(Random(seed), seed)


def generate_group(seed: int) -> list[Json]:
    """Returns the case of a seed, then its policies around other requests; the cases share the policies."""
    rng = Random(seed)
    case = make_case(rng, seed)
    requests = vary_request(rng, case, GROUP - 1)
    return [case, *(case | {"id": f"seed-{seed}-{at}", "request": one} for at, one in enumerate(requests, 1))]


def make_case(rng: Random, seed: int) -> Json:
    """Returns a case named after its seed."""
    request, caller, extra = make_request(rng)
    case: Json = {
        "id": f"seed-{seed}",
        "request": request,
        "identityPolicies": make_identity_policies(rng, request, caller),
        "resourcePolicy": make_resource_policy(rng, request, caller),
        "permissionBoundary": None,
        "sessionPolicy": None,
        "vpcEndpointPolicy": None,
        "scps": make_levels(rng, request, "scp", 0.2),
        "rcps": make_levels(rng, request, "rcp", 0.2),
        "extra": extra,
    }
    if caller is not None and caller.kind != "root":
        add_limits(rng, case, caller)
    if ".amazonaws.com" not in request["principal"] and rng.random() < 0.12:
        case["vpcEndpointPolicy"] = make_limit(rng, request, "endpoint", caller)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        mutate(rng, case)
    return case


def make_identity_policies(rng: Random, request: Json, caller: Identity | None) -> list[Json]:
    """Returns up to two identity policies; the root user can have none."""
    if caller is None or caller.kind == "root":
        return []
    return [
        make_document(rng, some_statements(rng, request, "identity", caller))
        for _ in range(rng.choice((0, 1, 1, 1, 1, 2)))
    ]


def make_resource_policy(rng: Random, request: Json, caller: Identity | None) -> Json | None:
    """Returns the policy of the resource; roles and keys always have one."""
    service = request["action"].split(":")[0]
    if request["resource"] == "*":
        return None
    if service == "sts":
        return make_document(rng, some_statements(rng, request, "trust", caller))
    if service not in WITH_RESOURCE_POLICY or (
        service != "kms" and caller is not None and rng.random() < 0.45
    ):
        return None
    return make_document(rng, some_statements(rng, request, "resource", caller))


def some_statements(rng: Random, request: Json, layer: str, caller: Identity | None) -> list[Json]:
    """Returns one to three statements, seldom one that denies."""
    effects = ["Allow" if rng.random() < 0.76 else "Deny" for _ in range(rng.choice((1, 1, 2, 3)))]
    return [make_statement(rng, request, effect, layer, caller) for effect in effects]


def add_limits(rng: Random, case: Json, caller: Identity) -> None:
    """Adds a permissions boundary and, to a session, a session policy."""
    if rng.random() < 0.22 and not case["extra"].get("serviceLinkedRole"):
        case["permissionBoundary"] = make_limit(rng, case["request"], "boundary", caller)
    chance = {"session": 0.3, "role": 0.2, "federated-user": 0.75}.get(caller.kind, 0)
    if rng.random() < chance:
        case["sessionPolicy"] = make_limit(rng, case["request"], "session", caller)


def make_limit(rng: Random, request: Json, layer: str, caller: Identity | None) -> Json:
    """Returns a policy that mostly allows the request, sometimes everything."""
    if rng.random() < 0.25:
        full = FULL_ACCESS | ({"Principal": "*"} if layer == "endpoint" else {})
        return make_document(rng, [full], old=0)
    return make_document(rng, some_statements(rng, request, layer, caller))


def make_levels(rng: Random, request: Json, layer: str, chance: float) -> list[Json]:
    """Returns the levels of an organization, each with the default policy or one of its own."""
    if rng.random() >= chance:
        return []
    names = ("root", "ou-dev", "account")[: rng.randrange(1, 4)]
    return [{"level": name, "policies": make_level(rng, request, layer)} for name in names]


def make_level(rng: Random, request: Json, layer: str) -> list[Json]:
    """Returns the policies of one level; customers' RCPs only deny, and the default one can't be detached."""
    default = FULL_ACCESS | ({"Principal": "*"} if layer == "rcp" else {})
    if layer == "scp" and rng.random() < 0.25:
        return [make_document(rng, some_statements(rng, request, layer, None), old=0)]
    policies = [make_document(rng, [default], old=0)]
    if rng.random() < 0.3:
        policies.append(make_document(rng, [make_statement(rng, request, "Deny", layer, None)], old=0))
    return policies
