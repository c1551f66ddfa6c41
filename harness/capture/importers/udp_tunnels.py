"""Tunnels over UDP by their port: only where a packet of IP is really inside, else the datagram stays one."""

# ruff: noqa: PLR2004 (offsets and numbers as the specifications give them)

from __future__ import annotations

import struct

from harness.capture.importers.layers import ETHERNET, IPV6, Layer, Reader, Space, checked, fixed, word
from harness.capture.importers.network_layer import READERS
from harness.capture.importers.transport import TCP, UDP

_MOST_LAYERS = 8


def _vxlan(data: bytes, size: int) -> Layer:
    """RFC 7348: of its eight bytes only a flag and the network's number are used."""
    if data[0] != 8 or any(data[1:4]) or data[7]:
        raise ValueError("no VXLAN header")
    return Layer(Space.LINK, ETHERNET, 8, size)


def _geneve(data: bytes, size: int) -> Layer:
    """RFC 8926: a header of variable length that says an ethertype."""
    if data[0] >> 6 or data[7]:
        raise ValueError("no GENEVE header")
    return Layer(Space.ETHERTYPE, word(data, 2), 8 + (data[0] & 63) * 4, size)


def _gtp(data: bytes, size: int) -> Layer:
    """GTP-U (3GPP TS 29.281): user data, with extension headers where the first of them is named."""
    if data[0] & 0xF0 != 0x30 or data[1] != 255:
        raise ValueError("no user data of GTP")
    at = 8 + 4 * bool(data[0] & 7)
    following = data[11] if data[0] & 4 else 0
    while following:
        length = data[at] * 4
        if not length:
            raise ValueError("an extension header of no length")
        at += length
        following = data[at - 1]
    return Layer(Space.NETWORK, 0, at, min(8 + word(data, 2), size))


def _teredo(data: bytes, size: int) -> Layer:
    """RFC 4380: IPv6 behind an authentication and an origin indication, where there are any."""
    at = 0
    if data[at : at + 2] == b"\0\1":
        at += 13 + data[at + 2] + data[at + 3]
    if data[at : at + 2] == b"\0\0":
        at += 8
    return Layer(Space.ETHERTYPE, IPV6, at, size)


def _tzsp(data: bytes, size: int) -> Layer:
    """TaZmen sniffer protocol: tagged fields before a frame of Ethernet or 802.11."""
    kind = word(data, 2)
    if data[0] != 1 or data[1] > 1 or kind not in (1, 18):
        raise ValueError("no frame of TZSP")
    at = 4
    while data[at] != 1:
        at += 1 if data[at] == 0 else 2 + data[at + 1]
    return Layer(Space.LINK, ETHERNET if kind == 1 else 105, at + 1, size)


_TUNNELS: dict[int, Reader] = {
    2152: _gtp,
    3544: _teredo,
    4754: fixed(0, Space.IP, 47),
    4789: _vxlan,
    6081: _geneve,
    6635: fixed(0, Space.ETHERTYPE, 0x8847),
    8472: _vxlan,
    37008: _tzsp,
}


def inside(port: int, data: bytes, size: int) -> Layer | None:
    """The tunnel in a datagram to a port; None where it has none, or nothing but itself inside."""
    reader = _TUNNELS.get(port)
    if reader is None:
        return None
    try:
        tunnel = layer = checked(reader(data, size), len(data))
        for _ in range(_MOST_LAYERS):
            data, size = data[layer.start : layer.end], layer.end - layer.start
            layer = checked(READERS[layer.space, layer.number](data, size), len(data))
            if layer.ends is not None and layer.number in (TCP, UDP):
                return tunnel
    except (KeyError, ValueError, IndexError, struct.error):
        return None
    return None
