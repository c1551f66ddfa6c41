"""What is neither TCP nor UDP: ignored by name where it holds nobody's message, else a named gap."""

from __future__ import annotations

from harness.capture.importers import wireless
from harness.capture.importers.layers import Space
from harness.model.message import GapReason

_ARP = (Space.ETHERTYPE, 0x0806), (Space.ETHERTYPE, 0x8035)
_IGNORED = {
    _ARP[0]: "ARP",
    _ARP[1]: "ARP",
    (Space.ETHERTYPE, 0x8808): "pause frames",
    (Space.LLC, 0x4242): "spanning tree",
    (Space.WIRELESS, wireless.BEACON): "802.11 beacons",
    (Space.WIRELESS, wireless.CONTROL): "802.11 control frames",
    (Space.WIRELESS, wireless.EMPTY): "802.11 frames without data",
}
_ICMP6 = (Space.IP, 58)
_DISCOVERY = range(133, 137)
_DISCOVERY_HEADS = {133: 8, 134: 16, 135: 24, 136: 24}
_ROUTER = 134
_LINK_ADDRESSES = (1, 2)
_NAMED = {
    (Space.WIRELESS, wireless.PROTECTED): (GapReason.ENCRYPTED, "an encrypted 802.11 frame"),
    (Space.WIRELESS, wireless.MANAGEMENT): (GapReason.UNKNOWN_PACKET, "an 802.11 management frame"),
    (Space.WIRELESS, wireless.PARTIAL): (GapReason.UNKNOWN_PACKET, "an aggregated or partial 802.11 frame"),
    (Space.ETHERTYPE, 0x88E5): (GapReason.ENCRYPTED, "MACsec"),
    (Space.IP, 50): (GapReason.ENCRYPTED, "ESP"),
    (Space.IP, 1): (GapReason.UNKNOWN_PACKET, "ICMP"),
    _ICMP6: (GapReason.UNKNOWN_PACKET, "ICMPv6"),
    (Space.IP, 2): (GapReason.UNKNOWN_PACKET, "IGMP"),
    (Space.IP, 132): (GapReason.UNKNOWN_PACKET, "SCTP"),
}


def ignored(space: Space, number: int, data: bytes) -> tuple[str, int] | None:
    """The name of a protocol that holds nobody's message, and how many of the bytes are its own."""
    kind = space, number
    if kind == _ICMP6 and _is_discovery(data):
        return "neighbour discovery", len(data)
    name = _IGNORED.get(kind)
    if name is None:
        return None
    return name, _arp_size(data) if kind in _ARP else len(data)


def gap(space: Space, number: int) -> tuple[GapReason, str]:
    """Why a protocol is not read."""
    unnamed = GapReason.UNKNOWN_PACKET, f"{space.value} {number:#x} is not read"
    return _NAMED.get((space, number), unnamed)


def _is_discovery(data: bytes) -> bool:
    """Neighbour discovery (RFC 4861) that says nothing but addresses of the link, or comes from a router."""
    if not data or data[0] not in _DISCOVERY:
        return False
    at = _DISCOVERY_HEADS[data[0]]
    if len(data) < at:
        return False
    while at + 8 <= len(data) and data[0] != _ROUTER:
        if data[at] not in _LINK_ADDRESSES or data[at + 1] != 1:
            return False
        at += 8
    return data[0] == _ROUTER or at == len(data)


def _arp_size(data: bytes) -> int:
    """The length of an ARP packet (RFC 826) by its own sizes of addresses, where they were kept."""
    sizes = data[4:6]
    return min(8 + 2 * sum(sizes), len(data)) if sizes else len(data)
