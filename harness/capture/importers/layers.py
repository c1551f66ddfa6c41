"""What a layer of a packet is made of: where its payload lies and what that is.

A layer is read by a function `(data, size) -> Layer` that finds it malformed with ValueError, IndexError or
struct.error.  `size` is the layer's length on the wire, of which `data` is what was kept.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Space(Enum):
    """What a number that names the next layer is a number of."""

    LINK = "link type"
    ETHERTYPE = "ethertype"
    LLC = "LLC service access points"
    PPP = "PPP protocol"
    IP = "IP protocol"
    NETWORK = "network packet"
    WIRELESS = "802.11 frame"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of an IP packet's payload; offsets in bytes."""

    identification: int
    offset: int
    more: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer read: its payload is `start` to `end`, and of the kind `number` in `space`.

    `end` may lie beyond what was kept.  IP packets have addresses, and parts of them a fragment.
    """

    space: Space
    number: int
    start: int
    end: int
    ends: tuple[str, str] | None = None
    fragment: Fragment | None = None
    check: int = 0
    """Bytes of a check sequence behind `end`."""


def checked(layer: Layer, kept: int) -> Layer:
    """A layer whose header was kept and ends before its packet does.  Raises ValueError for any other."""
    if layer.start > kept or layer.end < layer.start:
        raise ValueError("a header that does not end where its packet does")
    return layer


Reader = Callable[[bytes, int], Layer]


def word(data: bytes, at: int) -> int:
    """Two bytes in network order.  Raises struct.error beyond the end."""
    return int(struct.unpack_from(">H", data, at)[0])


def tagged_type(data: bytes, at: int, size: int) -> Layer:
    """What an ethertype or IEEE 802.3 length at an offset announces (IEEE 802.3 clause 3.2.6)."""
    kind = word(data, at)
    if kind <= 1500:  # noqa: PLR2004 (the largest length)
        return Layer(Space.ETHERTYPE, LLC, at + 2, min(at + 2 + kind, size) if kind else size)
    return Layer(Space.ETHERTYPE, kind, at + 2, size)


def fixed(start: int, space: Space, number: int) -> Reader:
    """A header of one size before one kind of payload."""

    def read(_: bytes, size: int) -> Layer:
        return Layer(space, number, start, size)

    return read


LLC = 0
"""In place of an ethertype: IEEE 802.2 logical link control follows."""
ETHERNET = 1
IPV4, IPV6 = 0x0800, 0x86DD
