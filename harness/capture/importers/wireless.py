"""IEEE 802.11 frames, and the headers that drivers put before them."""

# ruff: noqa: PLR2004 (offsets and numbers as the specifications give them)

from __future__ import annotations

import struct

from harness.capture.importers.layers import ETHERNET, LLC, Layer, Space

BEACON, CONTROL, EMPTY, MANAGEMENT, PROTECTED, PARTIAL = range(6)
"""Kinds of frames without a readable packet."""
_LINK, _FCS = 105, 4
_PADDED, _CHECKED = 0x20, 0x10
"""Flags of a radiotap header."""


def frame(data: bytes, size: int, *, padded: bool = False) -> Layer:
    """A frame (IEEE 802.11 clause 9.2); its payload is LLC where it is data in clear."""
    kind, subtype, flags = data[0] >> 2 & 3, data[0] >> 4, data[1]
    if kind == 0:
        return Layer(Space.WIRELESS, BEACON if subtype == 8 else MANAGEMENT, 24, size)
    if kind != 2:
        return Layer(Space.WIRELESS, CONTROL, 0, size)
    start = 30 if flags & 3 == 3 else 24
    sequence = struct.unpack_from("<H", data, 22)[0]
    if subtype & 8:
        aggregated = data[start] & 0x80
        start += 2 + 4 * bool(flags & 0x80)
    else:
        aggregated = 0
    start += -start % 4 if padded else 0
    if subtype & 4:
        return Layer(Space.WIRELESS, EMPTY, start, size)
    if flags & 0x40:
        return Layer(Space.WIRELESS, PROTECTED, start, size)
    if aggregated or flags & 4 or sequence & 15:
        return Layer(Space.WIRELESS, PARTIAL, start, size)
    return Layer(Space.ETHERTYPE, LLC, start, size)


def radiotap(data: bytes, size: int) -> Layer:
    """A radiotap header (radiotap.org): its flags tell of padding and of a check sequence at the end."""
    length, present = struct.unpack_from("<HI", data, 2)
    at, words = 8, present
    while words & 1 << 31:
        words = struct.unpack_from("<I", data, at)[0]
        at += 4
    if present & 1:
        at += -at % 8 + 8
    flags = data[at] if present & 2 else 0
    inside = frame(data[length:], size - length, padded=bool(flags & _PADDED))
    check = _FCS * bool(flags & _CHECKED)
    return Layer(inside.space, inside.number, length + inside.start, size - check, check=check)


def prism(data: bytes, size: int) -> Layer:
    """A Prism header, or AVS's in its place."""
    if data[:2] == b"\x80\x21":
        return avs(data, size)
    order = "<" if struct.unpack_from("<I", data, 4)[0] < 1 << 16 else ">"
    return Layer(Space.LINK, _LINK, struct.unpack_from(order + "I", data, 4)[0], size)


def avs(data: bytes, size: int) -> Layer:
    """An AVS header: version, length."""
    return Layer(Space.LINK, _LINK, struct.unpack_from(">I", data, 4)[0], size)


def per_packet(data: bytes, size: int) -> Layer:
    """A per-packet information header (PPI): length, link type inside."""
    length, link = struct.unpack_from("<HI", data, 2)
    return Layer(Space.LINK, link or ETHERNET, length, size)
