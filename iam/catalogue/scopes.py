"""What an action works on and what it can be asked about: ARN forms, condition keys, RCPs.

Not among the names of `iam.catalogue` itself, since a decision needs none of this.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from iam.catalogue.data import (
    action_records,
    key_records,
    rcp_service_names,
    resource_records,
    service_names,
)
from iam.catalogue.keys import GLOBAL_KEYS

# The Service Authorization Reference writes what the customer fills in as ${Name}, <name> or tag-key.
_SLOT = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")
# AWS's own example for CloudFormation's macros names this resource, which its list of types lacks.
_UNLISTED: Mapping[str, tuple[str, ...]] = {
    "cloudformation:createchangeset": (
        "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${Name}",
    ),
}


class KeyFact(NamedTuple):
    """A condition key as AWS writes it, slots as `${...}`, and its type as `key_type` names it."""

    name: str
    kind: str


@lru_cache(maxsize=4096)
def arn_forms(action: str) -> tuple[str, ...]:
    """Returns the ARNs of an action's resource types, with `${...}` for what differs; empty if none."""
    service, _, name = action.lower().partition(":")
    record = action_records(service).get(name)
    if record is None:
        return ()
    types = resource_records(service)
    forms = [
        types[one["name"].lower()]["arn"] for one in record["resourceTypes"] if one["name"].lower() in types
    ]
    return (*dict.fromkeys(forms), *_UNLISTED.get(action.lower(), ()))


@lru_cache(maxsize=4096)
def action_key_patterns(action: str) -> frozenset[str]:
    """Returns the condition keys AWS lists for an action and its resource types, as `key_pattern` has them."""
    service, _, name = action.lower().partition(":")
    record = action_records(service).get(name)
    if record is None:
        return frozenset()
    keys = set(record["conditionKeys"])
    types = resource_records(service)
    for one in record["resourceTypes"]:
        keys.update(one["conditionKeys"])
        keys.update(types.get(one["name"].lower(), {}).get("conditionKeys", ()))
    return frozenset(map(key_pattern, keys))


def key_pattern(name: str) -> str:
    """Returns a listed key in lower case, with `*` for each part the customer fills in."""
    return _SLOT.sub("*", name).lower()


@lru_cache(maxsize=4096)
def find_key(key: str) -> KeyFact | None:
    """Returns what is known of a condition key as a policy writes it, or None if AWS lists none such."""
    lower = key.lower()
    if lower.startswith("aws:"):
        return _global_key(lower)
    service = lower.partition(":")[0]
    if service in service_names() and (fact := _find_among(lower, _service_keys(service))):
        return fact
    # Keys of identity providers, such as saml:aud, are listed under STS.
    return _find_among(lower, _service_keys("sts"))


def listed_keys(service: str) -> Iterable[str]:
    """Returns the names of a service's own condition keys as AWS writes them; global ones for `aws`."""
    if service == "aws":
        return tuple(GLOBAL_KEYS)
    if service not in service_names():
        return ()
    return tuple(fact.name for fact in _service_keys(service).values() if not fact.name.startswith("aws:"))


def is_rcp_service(service: str) -> bool:
    """Returns whether resource control policies reach a service (Organizations User Guide, RCPs)."""
    return service.lower() in rcp_service_names()


def _global_key(lower: str) -> KeyFact | None:
    family, slash, tag = lower.partition("/")
    return _GLOBAL_KEYS.get(family + "/" if slash and tag else lower)


_GLOBAL_KEYS = {
    name.lower(): KeyFact(name, kind) for name, kind in GLOBAL_KEYS.items() if name[-1] != "/"
} | {
    name.lower(): KeyFact(f"{name}${{TagKey}}", kind) for name, kind in GLOBAL_KEYS.items() if name[-1] == "/"
}


def _find_among(lower: str, facts: Mapping[str, KeyFact]) -> KeyFact | None:
    exact = facts.get(lower)
    if exact is not None:
        return exact
    for pattern, fact in facts.items():
        head, star, tail = pattern.partition("*")
        is_filled = len(lower) > len(head) + len(tail)
        if star and is_filled and lower.startswith(head) and lower.endswith(tail):
            return fact
    return None


@lru_cache(maxsize=512)
def _service_keys(service: str) -> Mapping[str, KeyFact]:
    records = key_records(service).values()
    return {key_pattern(one["key"]): KeyFact(one["key"], one["type"]) for one in records}
