"""Packets of pcap (libpcap savefile) and pcapng (draft-ietf-opsawg-pcapng) files, down to TCP and UDP."""

# ruff: noqa: PLR2004 (offsets and numbers as the formats' specifications give them)

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PCAP = {
    b"\xd4\xc3\xb2\xa1": ("<", 1),
    b"\xa1\xb2\xc3\xd4": (">", 1),
    b"\x4d\x3c\xb2\xa1": ("<", 1000),
    b"\xa1\xb2\x3c\x4d": (">", 1000),
}
"""Magic: byte order, and how many units of a packet's fraction make a microsecond."""
PCAPNG = b"\x0a\x0d\x0d\x0a"
_LARGEST = 1 << 24
_TCP, _UDP = 6, 17


@dataclass(frozen=True, slots=True)
class Segment:
    """One TCP segment or UDP datagram; `protocol` is IP's number."""

    time_us: int
    protocol: int
    source: tuple[str, int]
    target: tuple[str, int]
    payload: bytes
    number: int = 0
    """TCP sequence number."""
    opens: bool = False
    closes: bool = False
    answers: bool = False
    """Whether a SYN is acknowledged: the sender is the server."""


def segments(file: BinaryIO) -> Iterator[Segment]:
    """The segments and datagrams of a file; other packets and fragments of IP are passed over.

    A file that is cut off ends at its last whole packet.  Raises ValueError where it is no capture.
    """
    magic = file.read(4)
    if magic in PCAP:
        packets = _pcap(file, *PCAP[magic])
    elif magic == PCAPNG:
        packets = _pcapng(file)
    else:
        raise ValueError("neither pcap nor pcapng")
    for time_us, link, data in packets:
        try:
            segment = _segment(time_us, link, data)
        except (IndexError, ValueError, struct.error):
            continue
        if segment is not None:
            yield segment


def _pcap(file: BinaryIO, order: str, unit: int) -> Iterator[tuple[int, int, bytes]]:
    head = file.read(20)
    if len(head) < 20:
        raise ValueError("the capture's header is cut off")
    link = struct.unpack(order + "I", head[16:20])[0] & 0xFFFF
    while len(record := file.read(16)) == 16:
        seconds, fraction, size, _ = struct.unpack(order + "IIII", record)
        if size > _LARGEST:
            raise ValueError("a packet larger than any network's")
        yield seconds * 1_000_000 + fraction // unit, link, file.read(size)


def _pcapng(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    file.seek(0)
    order = "<"
    links: list[tuple[int, int]] = []
    while len(head := file.read(8)) == 8:
        if head[:4] == PCAPNG:
            order = "<" if file.read(4) == b"\x4d\x3c\x2b\x1a" else ">"
            file.seek(-4, 1)
            links = []
        kind, size = struct.unpack(order + "II", head)
        if not 12 <= size <= _LARGEST:
            raise ValueError("a block of impossible size")
        body = file.read(size - 8)[:-4]
        if kind == 1 and len(body) >= 8:
            links.append((struct.unpack(order + "H", body[:2])[0], _resolution(body[8:], order)))
        elif kind == 6 and len(body) >= 20:
            interface, high, low, captured = struct.unpack(order + "IIII", body[:16])
            if interface < len(links):
                link, per_second = links[interface]
                yield (high << 32 | low) * 1_000_000 // per_second, link, body[20 : 20 + captured]
        elif kind == 3 and links:
            yield 0, links[0][0], body[4:]


def _resolution(options: bytes, order: str) -> int:
    """Units of an interface's time stamps per second (option if_tsresol)."""
    at = 0
    while at + 4 <= len(options):
        code, size = struct.unpack(order + "HH", options[at : at + 4])
        if code == 9 and size == 1:
            value = options[at + 4]
            return int(2 ** (value & 127) if value & 128 else 10 ** min(value, 18))
        if code == 0:
            break
        at += 4 + size + -size % 4
    return 1_000_000


def _segment(time_us: int, link: int, data: bytes) -> Segment | None:
    packet = _network(link, data)
    if packet is None or not packet:
        return None
    version = packet[0] >> 4
    if version == 4:
        size = (packet[0] & 15) * 4
        if packet[6] & 0x3F or packet[7]:
            return None
        protocol = packet[9]
        source, target = (str(ipaddress.IPv4Address(packet[o : o + 4])) for o in (12, 16))
        rest = packet[size : int.from_bytes(packet[2:4], "big") or None]
    elif version == 6:
        protocol, at = packet[6], 40
        while protocol in (0, 43, 60):
            protocol, at = packet[at], at + 8 + packet[at + 1] * 8
        source, target = (str(ipaddress.IPv6Address(packet[o : o + 16])) for o in (8, 24))
        rest = packet[at : 40 + int.from_bytes(packet[4:6], "big")]
    else:
        return None
    if protocol not in (_TCP, _UDP):
        return None
    ports = struct.unpack(">HH", rest[:4])
    ends = ((source, ports[0]), (target, ports[1]))
    if protocol == _UDP:
        return Segment(time_us, protocol, *ends, rest[8:])
    flags = rest[13]
    return Segment(
        time_us,
        protocol,
        *ends,
        rest[(rest[12] >> 4) * 4 :],
        struct.unpack(">I", rest[4:8])[0],
        opens=bool(flags & 2),
        closes=bool(flags & 5),
        answers=flags & 18 == 18,
    )


def _network(link: int, data: bytes) -> bytes | None:
    """The IP packet inside a frame of one of the usual link types."""
    if link == 1:
        at = 12
        while data[at : at + 2] in (b"\x81\x00", b"\x88\xa8"):
            at += 4
        return data[at + 2 :] if data[at : at + 2] in (b"\x08\x00", b"\x86\xdd") else None
    if link in (12, 14, 101, 228, 229):
        return data
    if link in (0, 108):
        return data[4:]
    if link == 113:
        return data[16:]
    if link == 276:
        return data[20:]
    return None
