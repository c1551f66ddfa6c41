"""TCP segments (RFC 9293) and UDP datagrams (RFC 768) out of the payload of IP packets."""

# ruff: noqa: PLR2004 (offsets as the RFCs give them)

from __future__ import annotations

import struct
from dataclasses import dataclass

TCP, UDP, UDP_LITE = 6, 17, 136
FIN, SYN, RST, ACK = 1, 2, 4, 16

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A TCP segment; of its payload `missing` bytes at the end were not kept."""

    packet: int
    time_us: int
    source: Address
    target: Address
    payload: bytes
    missing: int
    sequence: int
    acknowledged: int | None
    flags: int
    header: int

    @property
    def opens(self) -> bool:
        """Whether it begins a connection."""
        return bool(self.flags & SYN)

    @property
    def start(self) -> int:
        """The number of its payload's first byte."""
        return self.sequence + self.opens & 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Datagram:
    """A UDP datagram; of its payload `missing` bytes at the end were not kept."""

    packet: int
    time_us: int
    source: Address
    target: Address
    payload: bytes
    missing: int
    header: int = 8


def segment(data: bytes, size: int, ends: tuple[str, str], packet: int, time_us: int) -> Segment:
    """The segment of a payload of IP.  Raises ValueError, IndexError or struct.error where it is none."""
    source, target, sequence, acknowledged = struct.unpack_from(">HHII", data)
    header, flags = (data[12] >> 4) * 4, data[13]
    if not 20 <= header <= size:
        raise ValueError(f"a TCP header of {header} bytes")
    payload = data[header:]
    return Segment(
        packet,
        time_us,
        (ends[0], source),
        (ends[1], target),
        payload,
        size - header - len(payload),
        sequence,
        acknowledged if flags & ACK else None,
        flags,
        min(header, len(data)),
    )


def datagram(
    data: bytes, size: int, ends: tuple[str, str], packet: int, time_us: int, *, lite: bool = False
) -> Datagram:
    """The datagram of a payload of IP.  Raises ValueError or struct.error where it is none."""
    source, target, length, _ = struct.unpack_from(">HHHH", data)
    if lite or length == 0:
        length = size
    if length < 8:
        raise ValueError(f"a UDP datagram of {length} bytes")
    payload = data[8:length]
    return Datagram(packet, time_us, (ends[0], source), (ends[1], target), payload, length - 8 - len(payload))
