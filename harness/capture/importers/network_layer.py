"""Network layers, tags and tunnels: IP of both versions and what runs between them and the transport."""

# ruff: noqa: PLR2004 (offsets and numbers as the specifications give them)

from __future__ import annotations

import struct
from socket import AF_INET, AF_INET6, inet_ntop

from harness.capture.importers.layers import (
    ETHERNET,
    IPV4,
    IPV6,
    LLC,
    Fragment,
    Layer,
    Reader,
    Space,
    fixed,
    tagged_type,
    word,
)
from harness.capture.importers.link_layer import LINKS, llc, pppoe

_JUMBO = 0xC2
_IN_ETHERNET = (IPV4, IPV6, 0x0806, 0x8100, 0x88A8)
"""Ethertypes that tell an Ethernet frame behind MPLS from a control word before one (RFC 4448)."""
_PPP_IN_GRE, _ERSPAN = 0x880B, 0x88BE


def _ipv4(data: bytes, size: int) -> Layer:
    """RFC 791; a total length of 0 is what segmentation offload leaves."""
    header, total, where = (data[0] & 15) * 4, word(data, 2), word(data, 6)
    if data[0] >> 4 != 4 or header < 20 or (total and total < header):
        raise ValueError("no IPv4 header")
    ends = inet_ntop(AF_INET, data[12:16]), inet_ntop(AF_INET, data[16:20])
    part = Fragment(word(data, 4), (where & 0x1FFF) * 8, bool(where & 0x2000)) if where & 0x3FFF else None
    return Layer(Space.IP, data[9], header, total or size, ends, part)


def _ipv6(data: bytes, size: int) -> Layer:
    """RFC 8200; a payload length of 0 is a jumbo packet (RFC 2675) or what segmentation offload leaves."""
    if data[0] >> 4 != 6:
        raise ValueError("no IPv6 header")
    length, following = word(data, 4), data[6]
    ends = inet_ntop(AF_INET6, data[8:24]), inet_ntop(AF_INET6, data[24:40])
    if length == 0 and following == 0:
        length = _jumbo(data[40:])
    end = 40 + length if length or following == 59 else size
    return Layer(Space.IP, following, 40, end, ends)


def _jumbo(options: bytes) -> int:
    """The length that a jumbo payload option says; 0 without one."""
    at, end = 2, (options[1] + 1) * 8
    while at + 6 <= end:
        if options[at] == _JUMBO:
            return int(struct.unpack_from(">I", options, at + 2)[0])
        at += 1 if options[at] == 0 else 2 + options[at + 1]
    return 0


def _network(data: bytes, size: int) -> Layer:
    """A packet that says its version itself."""
    return {4: _ipv4, 6: _ipv6}.get(data[0] >> 4, _none)(data, size)


def _none(data: bytes, _: int) -> Layer:
    raise ValueError(f"a network packet of version {data[0] >> 4}")


def _extension(data: bytes, size: int) -> Layer:
    """An extension header of IPv6 (RFC 6564)."""
    return Layer(Space.IP, data[0], 8 + data[1] * 8, size)


def _authentication(data: bytes, size: int) -> Layer:
    """An authentication header (RFC 4302): what it covers is in clear."""
    return Layer(Space.IP, data[0], (data[1] + 2) * 4, size)


def _fragment(data: bytes, size: int) -> Layer:
    """A fragment header of IPv6 (RFC 8200 section 4.5)."""
    following, _, where, identification = struct.unpack_from(">BBHI", data)
    part = Fragment(identification, where & ~7, bool(where & 1)) if where & ~6 else None
    return Layer(Space.IP, following, 8, size, None, part)


def _gre(data: bytes, size: int) -> Layer:
    """RFC 2784, RFC 2890, routing of RFC 1701 and version 1 of PPTP (RFC 2637); ERSPAN of any type inside."""
    flags, kind = struct.unpack_from(">HH", data)
    version = flags & 7
    at = 4
    if version > 1:
        raise ValueError(f"GRE of version {version}")
    if flags & 0xC000 and not version:
        at += 4
    at += 4 * bool(flags & 0x2000) + 4 * bool(flags & 0x1000) + 4 * bool(version and flags & 0x80)
    while flags & 0x4000 and not version:
        family, length = word(data, at), data[at + 3]
        at += 4 + length
        if not family and not length:
            break
    if kind == _ERSPAN:
        return Layer(Space.LINK, ETHERNET, at + 8 * bool(flags & 0x1000), size)
    return Layer(Space.ETHERTYPE, kind, at, size)


def _erspan3(data: bytes, size: int) -> Layer:
    """ERSPAN type III (draft-foschiano-erspan): a header, and a part of its platform where it says so."""
    return Layer(Space.LINK, ETHERNET, 12 + 8 * (data[11] & 1), size)


def _mpls(data: bytes, size: int) -> Layer:
    """Labels (RFC 3032); what follows tells itself, as their control plane is not in the packet."""
    at = 4
    while not data[at - 2] & 1:
        at += 4
    first = data[at] >> 4
    if first in (4, 6):
        return Layer(Space.ETHERTYPE, IPV4 if first == 4 else IPV6, at, size)
    bare = word(data, at + 12) in _IN_ETHERNET
    return Layer(Space.LINK, ETHERNET, at + 4 * (first == 0 and not bare), size)


def _tag(data: bytes, size: int) -> Layer:
    """A tag of IEEE 802.1Q: four bytes, the last two the type or length of what follows."""
    return tagged_type(data, 2, size)


def _minimal(data: bytes, size: int) -> Layer:
    """Minimal encapsulation (RFC 2004): the inner addresses are in its header."""
    return Layer(Space.IP, data[0], 12 if data[1] & 0x80 else 8, size)


_PPP_PACKETS = {0x21: IPV4, 0x57: IPV6, 0x281: 0x8847, 0x283: 0x8848}

READERS: dict[tuple[Space, int], Reader] = {
    (Space.NETWORK, 0): _network,
    (Space.ETHERTYPE, LLC): llc,
    (Space.ETHERTYPE, IPV4): _ipv4,
    (Space.ETHERTYPE, IPV6): _ipv6,
    **{(Space.ETHERTYPE, kind): _tag for kind in (0x8100, 0x88A8, 0x9100, 0x9200, 0x9300)},
    (Space.ETHERTYPE, 0x6558): fixed(0, Space.LINK, ETHERNET),
    (Space.ETHERTYPE, 0x22EB): _erspan3,
    (Space.ETHERTYPE, 0x8847): _mpls,
    (Space.ETHERTYPE, 0x8848): _mpls,
    (Space.ETHERTYPE, 0x8864): pppoe,
    (Space.ETHERTYPE, 0x8870): llc,
    (Space.ETHERTYPE, _PPP_IN_GRE): LINKS[9],
    **{(Space.PPP, n): fixed(0, Space.ETHERTYPE, kind) for n, kind in _PPP_PACKETS.items()},
    **{(Space.IP, number): _extension for number in (0, 43, 60, 135, 139, 140)},
    (Space.IP, 4): _ipv4,
    (Space.IP, 41): _ipv6,
    (Space.IP, 44): _fragment,
    (Space.IP, 47): _gre,
    (Space.IP, 51): _authentication,
    (Space.IP, 55): _minimal,
    (Space.IP, 94): _ipv4,
    (Space.IP, 97): fixed(2, Space.LINK, ETHERNET),
    (Space.IP, 137): _mpls,
    (Space.IP, 143): fixed(0, Space.LINK, ETHERNET),
    **{(Space.LINK, number): reader for number, reader in LINKS.items()},
}
"""Every layer that is read, down to TCP and UDP."""
