"""Services and their actions."""

from collections.abc import Iterable
from functools import lru_cache

from iam.catalogue.data import action_records, service_names

# Near enough to be a slip of the pen, far enough to catch two of them.
_LIKENESS = 0.72
# Prefixes are short, and the action's name has to fit too.
_SERVICE_LIKENESS = 0.6


def is_service(prefix: str) -> bool:
    """Returns whether a service has this prefix, such as `s3`."""
    return prefix.lower() in service_names()


def is_action(action: str) -> bool:
    """Returns whether `service:Name` is an action AWS has."""
    return _record_name(action) is not None


def canonical_action(action: str) -> str | None:
    """Returns the action as AWS writes it, or None if there is none."""
    name = _record_name(action)
    return None if name is None else f"{action.partition(':')[0].lower()}:{name}"


@lru_cache(maxsize=4096)
def _record_name(action: str) -> str | None:
    service, _, name = action.lower().partition(":")
    record = action_records(service).get(name)
    return None if record is None else str(record["name"])


def service_actions(prefix: str) -> tuple[str, ...]:
    """Returns all actions of a service, as AWS writes them, in the data's order."""
    service = prefix.lower()
    return tuple(f"{service}:{record['name']}" for record in action_records(service).values())


def resource_types(action: str) -> tuple[str, ...]:
    """Returns the names of the resource types an action can be limited to; empty if none."""
    service, _, name = action.lower().partition(":")
    record = action_records(service).get(name)
    return () if record is None else tuple(one["name"] for one in record["resourceTypes"])


@lru_cache(maxsize=4096)
def takes_only_star(action: str) -> bool:
    """Returns whether a known action has no resource types, so that only `*` names its resource.

    False for unknown actions.
    """
    service, _, name = action.lower().partition(":")
    record = action_records(service).get(name)
    return record is not None and not record["resourceTypes"]


def suggest_action(action: str) -> str | None:
    """Returns the action that was probably meant, or None.

    The name is looked for in the service named; a wrong service is replaced by a near one that has
    an action of that name.
    """
    service, _, name = action.lower().partition(":")
    if not is_service(service):
        near = _nearest(service, service_names(), count=8, likeness=_SERVICE_LIKENESS)
        return next(filter(None, (canonical_action(f"{one}:{name}") for one in near)), None)
    records = action_records(service)
    nearest = _nearest(name, records)
    return f"{service}:{records[nearest[0]]['name']}" if nearest else None


def suggest_service(prefix: str) -> str | None:
    """Returns the service prefix that was probably meant, or None."""
    nearest = _nearest(prefix.lower(), service_names())
    return nearest[0] if nearest else None


def _nearest(word: str, words: Iterable[str], *, count: int = 1, likeness: float = _LIKENESS) -> list[str]:
    # Imported late: only a misspelt name needs it.
    import difflib

    # A long word can't be a slip, and the comparison is quadratic in its length.
    return difflib.get_close_matches(word, words, n=count, cutoff=likeness) if len(word) <= 80 else []
