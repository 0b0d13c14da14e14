"""IpAddress: IPv4 and IPv6 ranges in CIDR notation."""

import ipaddress
import re
from functools import lru_cache

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# The library also takes netmasks and zone names, which IAM does not.
_RANGE = re.compile(r"[0-9A-Fa-f:.]+(/[0-9]{1,3})?")


def parse_range(text: str) -> Network | None:
    """Returns the range of addresses a text stands for, a single one without a prefix, or None."""
    if not _RANGE.fullmatch(text):
        return None
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


# One address is asked about by many conditions of many requests.
@lru_cache(maxsize=1024)
def parse_address(text: str) -> Address | None:
    """Returns the address a text stands for, or None if it is none."""
    if not _RANGE.fullmatch(text):
        return None
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _read(parts: FilledParts) -> Network | None:
    return parse_range(plain_text(parts))


def _contains(network: Network, address: Address) -> bool:
    return address in network


OPERATORS = (BaseOperator("IpAddress", _read, parse_address, _contains, "NotIpAddress"),)
