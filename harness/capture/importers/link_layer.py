"""Link layers of captures by their number (LINKTYPE_ of tcpdump.org), down to an ethertype or IP packet."""

# ruff: noqa: PLR2004 (offsets and numbers as the specifications give them)

from __future__ import annotations

import struct

from harness.capture.importers import wireless
from harness.capture.importers.layers import (
    ETHERNET,
    IPV4,
    IPV6,
    LLC,
    Layer,
    Reader,
    Space,
    fixed,
    tagged_type,
    word,
)

_FAMILIES = {2: IPV4, 10: IPV6, 24: IPV6, 28: IPV6, 30: IPV6}
"""Address families of the systems that write captures (AF_INET, AF_INET6)."""
_DEVICES = {801: 105, 802: 119, 803: 127}
"""Types of devices (ARPHRD_ of Linux) whose frames are of a link type of their own."""
_PAYLOAD_OF_NFLOG = 9


def _ethernet(data: bytes, size: int) -> Layer:
    return tagged_type(data, 12, size)


def _loop(data: bytes, size: int) -> Layer:
    """BSD loopback: the address family in the order of whoever wrote it."""
    family = min(struct.unpack_from("<I", data)[0], struct.unpack_from(">I", data)[0])
    if family not in _FAMILIES:
        raise ValueError(f"address family {family}")
    return Layer(Space.ETHERTYPE, _FAMILIES[family], 4, size)


def _token_ring(data: bytes, size: int) -> Layer:
    routing = data[14] & 31 if data[8] & 0x80 else 0
    return Layer(Space.ETHERTYPE, LLC, 14 + routing, size)


def _fddi(data: bytes, size: int) -> Layer:
    if data[0] & 0xF0 != 0x50:
        raise ValueError("a frame of FDDI's own management")
    return Layer(Space.ETHERTYPE, LLC, 13, size)


def ppp(data: bytes, size: int) -> Layer:
    """PPP with or without its address and control bytes and with a protocol of 1 or 2 bytes (RFC 1661)."""
    at = 2 if data[:2] in (b"\xff\x03", b"\x00\x03", b"\x01\x03") else 0
    if data[at] & 1:
        return Layer(Space.PPP, data[at], at + 1, size)
    return Layer(Space.PPP, word(data, at), at + 2, size)


def pppoe(data: bytes, size: int) -> Layer:
    """PPP over Ethernet (RFC 2516); the length is its own, as frames are padded."""
    if data[0] != 0x11 or data[1]:
        raise ValueError("no PPPoE session header")
    inside = ppp(data[6:], size - 6)
    end = 6 + word(data, 4)
    return Layer(inside.space, inside.number, 6 + inside.start, min(end, size))


def _directed(reader: Reader) -> Reader:
    """One byte of direction before another link layer."""

    def read(data: bytes, size: int) -> Layer:
        inside = reader(data[1:], size - 1)
        return Layer(inside.space, inside.number, 1 + inside.start, 1 + inside.end)

    return read


def _hdlc(data: bytes, size: int) -> Layer:
    """Cisco HDLC: address, control, ethertype."""
    return Layer(Space.ETHERTYPE, word(data, 2), 4, size)


def _frame_relay(data: bytes, size: int) -> Layer:
    """Multiprotocol over frame relay (RFC 2427), and Cisco's own with an ethertype."""
    at = next((n for n in range(len(data)) if data[n] & 1), len(data)) + 1
    if data[at] != 3:
        return Layer(Space.ETHERTYPE, word(data, at), at + 2, size)
    at += 1 + (data[at + 1] == 0)
    if data[at] in (0xCC, 0x8E):
        return Layer(Space.ETHERTYPE, IPV4 if data[at] == 0xCC else IPV6, at + 1, size)
    if data[at] == 0x80:
        return snap(data, at + 1, size)
    raise ValueError(f"network layer {data[at]:#x} over frame relay")


def snap(data: bytes, at: int, size: int) -> Layer:
    """A SNAP header (RFC 1042): organisation and type."""
    organisation = data[at : at + 3]
    kind = word(data, at + 3)
    if organisation == b"\x00\x80\xc2" and kind in (1, 7):
        check = 4 * (kind == 1)
        return Layer(Space.LINK, ETHERNET, at + 5, size - check, check=check)
    if organisation not in (b"\0\0\0", b"\0\0\xf8"):
        raise ValueError(f"a SNAP protocol of organisation {organisation.hex()}")
    return Layer(Space.ETHERTYPE, kind, at + 5, size)


def llc(data: bytes, size: int) -> Layer:
    """Logical link control (IEEE 802.2)."""
    if data[:3] == b"\xaa\xaa\x03":
        return snap(data, 3, size)
    if data[:2] == b"\x06\x06":
        return Layer(Space.ETHERTYPE, IPV4, 3, size)
    return Layer(Space.LLC, word(data, 0), 2, size)


def _cooked(at: int, hardware: int, start: int) -> Reader:
    """Linux's cooked capture: an ethertype, with numbers of its own for IEEE 802.3 and 802.2 frames.

    Of 802.11 devices the frame is as they gave it.
    """

    def read(data: bytes, size: int) -> Layer:
        device, kind = word(data, hardware), word(data, at)
        if device in _DEVICES:
            return Layer(Space.LINK, _DEVICES[device], start, size)
        return Layer(Space.ETHERTYPE, LLC if kind in (1, 4) else kind, start, size)

    return read


def _nflog(data: bytes, size: int) -> Layer:
    """Linux's netfilter log: attributes, one of which is the packet of IP."""
    at = 4
    order = "<" if struct.unpack_from("<H", data, at)[0] <= struct.unpack_from(">H", data, at)[0] else ">"
    while True:
        length, kind = struct.unpack_from(order + "HH", data, at)
        if length < 4:
            raise ValueError("an attribute of no length")
        if kind & 0x7FFF == _PAYLOAD_OF_NFLOG:
            return Layer(Space.NETWORK, 0, at + 4, min(at + length, size))
        at += length + -length % 4


def _pktap(data: bytes, size: int) -> Layer:
    """Darwin's packet tap: header length, record type, link type inside."""
    length, _, link = struct.unpack_from("<III", data)
    if length < 12:
        raise ValueError("a header of no length")
    return Layer(Space.LINK, link, length, size)


def _packet_filter(data: bytes, size: int) -> Layer:
    """OpenBSD's firewall log: a header that says its length."""
    return Layer(Space.NETWORK, 0, data[0] + 3 & ~3, size)


_PACKET = fixed(0, Space.NETWORK, 0)

LINKS: dict[int, Reader] = {
    0: _loop,
    1: _ethernet,
    6: _token_ring,
    9: ppp,
    10: _fddi,
    11: llc,
    12: _PACKET,
    14: _PACKET,
    50: ppp,
    51: pppoe,
    100: llc,
    101: _PACKET,
    104: _hdlc,
    105: wireless.frame,
    107: _frame_relay,
    108: _loop,
    109: fixed(12, Space.NETWORK, 0),
    113: _cooked(14, 2, 16),
    117: _packet_filter,
    119: wireless.prism,
    127: wireless.radiotap,
    138: lambda data, size: Layer(Space.ETHERTYPE, word(data, 16), 18, size),
    149: _pktap,
    163: wireless.avs,
    166: ppp,
    192: wireless.per_packet,
    204: _directed(ppp),
    205: _directed(_hdlc),
    206: _directed(_frame_relay),
    228: fixed(0, Space.ETHERTYPE, IPV4),
    229: fixed(0, Space.ETHERTYPE, IPV6),
    239: _nflog,
    258: _pktap,
    276: _cooked(0, 8, 20),
}
