"""IpAddress: IPv4 and IPv6 ranges in CIDR notation."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Union

from iam.conditions.base import BaseOperator, plain_text
from iam.patterns import FilledParts

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Network = Union["IPv4Network", "IPv6Network"]
Address = Union["IPv4Address", "IPv6Address"]

# The library also takes netmasks and zone names, which IAM does not.
_RANGE = r"[0-9A-Fa-f:.]+(/[0-9]{1,3})?"


def parse_range(text: str) -> Network | None:
    """Returns the range of addresses a text stands for, a single one without a prefix, or None."""
    if not re.fullmatch(_RANGE, text):
        return None
    # Imported late: few decisions need it, and a start without it is faster.
    import ipaddress

    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def parse_address(text: str) -> Address | None:
    """Returns the address a text stands for, or None if it is none."""
    if not re.fullmatch(_RANGE, text):
        return None
    import ipaddress

    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


# Version, mask and the bits under it; version and bits: compared many times faster than the library's.
_Range = tuple[int, int, int]
_Place = tuple[int, int]


def _read_range(parts: FilledParts) -> _Range | None:
    network = parse_range(plain_text(parts))
    if network is None:
        return None
    return network.version, int(network.netmask), int(network.network_address)


# One address is asked about by many conditions of many requests.
@lru_cache(maxsize=1024)
def _read_address(text: str) -> _Place | None:
    address = parse_address(text)
    return None if address is None else (address.version, int(address))


def _contains(span: _Range, place: _Place) -> bool:
    return span[0] == place[0] and place[1] & span[1] == span[2]


OPERATORS = (BaseOperator("IpAddress", _read_range, _read_address, _contains, "NotIpAddress"),)
