"""Which of two addresses is the phone's: by private networks, by what was learned, never by ports."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network

_PRIVATE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Networks of phones and their gateways (RFC 1918, 3927, 4193, 6598); not those for documentation."""
_MOST_KNOWN = 65_536


@lru_cache(maxsize=16_384)
def is_private(address: str) -> bool:
    """Whether an address is of a private network."""
    one = ip_address(address)
    return any(one in network for network in _PRIVATE if network.version == one.version)


@lru_cache(maxsize=16_384)
def is_group(address: str) -> bool:
    """Whether it is a multicast or broadcast address: nobody sends from there."""
    one = ip_address(address)
    return one.is_multicast or address == "255.255.255.255" or one.is_unspecified


class Phones:
    """The addresses that are taken for phones, learned from who opened connections."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, None] = {}

    def learn(self, address: str) -> None:
        """An address that opened a connection, or asked."""
        if len(self._known) < _MOST_KNOWN:
            self._known[address] = None

    def sends(self, source: str, target: str) -> bool | None:
        """Whether it is the source; None where nothing tells."""
        if is_group(target):
            return True
        if is_group(source):
            return False
        for mine, other in (
            (is_private(source), is_private(target)),
            (source in self._known, target in self._known),
        ):
            if mine != other:
                return mine
        return None
