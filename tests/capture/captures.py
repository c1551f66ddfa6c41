"""Bytes of packet captures, built from the inside out: payload, TCP or UDP, IP, tunnel, link, file."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Address = tuple[str, int]

TCP, UDP, GRE = 6, 17, 47
FIN, SYN, RST, PUSH, ACK = 1, 2, 4, 8, 16
IPV4, IPV6, ARP, VLAN = 0x0800, 0x86DD, 0x0806, 0x8100
ETHERNET, RAW = 1, 101
START = 1_588_150_000_000_000
"""Microseconds of the first packet."""

PHONE: Address = ("10.0.0.2", 40000)
CLOUD: Address = ("161.117.1.2", 80)
PHONE6: Address = ("fd00::2", 40000)
CLOUD6: Address = ("2001:db8::80", 80)


@dataclass(frozen=True, slots=True)
class Packet:
    """A frame as captured; `original` is its size on the wire where more was there than was kept."""

    data: bytes
    time_us: int = START
    original: int | None = None
    interface: int = 0

    @property
    def size(self) -> int:
        return len(self.data) if self.original is None else self.original


def checksum(data: bytes) -> int:
    """The internet checksum (RFC 1071)."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _pseudo(source: str, target: str, protocol: int, size: int) -> bytes:
    ends = ipaddress.ip_address(source).packed + ipaddress.ip_address(target).packed
    return ends + struct.pack(">II", size, protocol)


def tcp(
    source: Address,
    target: Address,
    payload: bytes = b"",
    number: int = 0,
    flags: int = PUSH | ACK,
    acknowledged: int = 0,
    options: bytes = b"",
) -> bytes:
    """A TCP segment with its checksum."""
    options += bytes(-len(options) % 4)
    head = struct.pack(
        ">HHIIBBHHH",
        source[1],
        target[1],
        number & 0xFFFFFFFF,
        acknowledged & 0xFFFFFFFF,
        (5 + len(options) // 4) << 4,
        flags,
        64240,
        0,
        0,
    )
    segment = head + options + payload
    check = checksum(_pseudo(source[0], target[0], TCP, len(segment)) + segment)
    return segment[:16] + struct.pack(">H", check) + segment[18:]


def udp(source: Address, target: Address, payload: bytes) -> bytes:
    """A UDP datagram with its checksum."""
    datagram = struct.pack(">HHHH", source[1], target[1], 8 + len(payload), 0) + payload
    check = checksum(_pseudo(source[0], target[0], UDP, len(datagram)) + datagram) or 0xFFFF
    return datagram[:6] + struct.pack(">H", check) + payload


def ip(
    source: str,
    target: str,
    protocol: int,
    payload: bytes,
    *,
    identification: int = 1,
    offset: int = 0,
    more: bool = False,
    length: int | None = None,
) -> bytes:
    """An IPv4 or IPv6 packet; `offset` in bytes, with `more` for fragments of IPv4; `length` overrides."""
    ends = ipaddress.ip_address(source).packed + ipaddress.ip_address(target).packed
    if ":" in source:
        size = len(payload) if length is None else length
        return struct.pack(">IHBB", 6 << 28, size, protocol, 64) + ends + payload
    size = 20 + len(payload) if length is None else length
    fragment = offset // 8 | (0x2000 if more else 0)
    head = struct.pack(">BBHHHBBH", 0x45, 0, size, identification, fragment, 64, protocol, 0) + ends
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def fragment6(
    source: str, target: str, protocol: int, payload: bytes, identification: int, offset: int, *, more: bool
) -> bytes:
    """An IPv6 packet with a fragment header (RFC 8200 section 4.5)."""
    head = struct.pack(">BBHI", protocol, 0, offset | more, identification)
    return ip(source, target, 44, head + payload)


def fragments(
    source: str, target: str, protocol: int, payload: bytes, size: int = 16, identification: int = 7
) -> list[bytes]:
    """An IP payload cut into fragments of a size (a multiple of 8)."""
    found = []
    for at in range(0, len(payload), size):
        piece, more = payload[at : at + size], at + size < len(payload)
        if ":" in source:
            found.append(fragment6(source, target, protocol, piece, identification, at, more=more))
        else:
            found.append(
                ip(source, target, protocol, piece, identification=identification, offset=at, more=more)
            )
    return found


def ethertype(packet: bytes) -> int:
    """The ethertype of an IP packet."""
    return IPV6 if packet[0] >> 4 == 6 else IPV4


def ethernet(packet: bytes, kind: int | None = None) -> bytes:
    """An Ethernet frame."""
    head = b"\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02"
    return head + struct.pack(">H", ethertype(packet) if kind is None else kind) + packet


def tagged(packet: bytes, *tags: int, kind: int | None = None) -> bytes:
    """An Ethernet frame with VLAN tags, outermost first: their ethertypes."""
    inner = ethertype(packet) if kind is None else kind
    body = struct.pack(">H", inner) + packet
    for tag in reversed(tags):
        body = struct.pack(">HH", tag, 5) + body
    return ethernet(body[2:], int.from_bytes(body[:2], "big"))


def snap(packet: bytes, kind: int | None = None) -> bytes:
    """LLC and SNAP before a packet (RFC 1042)."""
    return (
        b"\xaa\xaa\x03\x00\x00\x00" + struct.pack(">H", ethertype(packet) if kind is None else kind) + packet
    )


def gre(
    payload: bytes, kind: int, *, key: bool = False, sequence: bool = False, check: bool = False
) -> bytes:
    """A GRE header (RFC 2784, RFC 2890) before a payload."""
    flags = 0x8000 * check | 0x2000 * key | 0x1000 * sequence
    optional = bytes(4) * check + b"\0\0\0\x07" * key + b"\0\0\0\x01" * sequence
    head = struct.pack(">HH", flags, kind) + optional
    if check:
        head = head[:4] + struct.pack(">H", checksum(head + payload)) + head[6:]
    return head + payload


def mpls(packet: bytes, *labels: int) -> bytes:
    """MPLS labels before a packet (RFC 3032)."""
    last = len(labels) - 1
    return b"".join(struct.pack(">I", n << 12 | (i == last) << 8 | 64) for i, n in enumerate(labels)) + packet


def ppp(packet: bytes, *, framed: bool = True) -> bytes:
    """A PPP header (RFC 1661, RFC 1662)."""
    return (b"\xff\x03" if framed else b"") + (b"\x00\x57" if packet[0] >> 4 == 6 else b"\x00\x21") + packet


def pppoe(packet: bytes) -> bytes:
    """A PPPoE session header (RFC 2516) and PPP."""
    body = ppp(packet, framed=False)
    return struct.pack(">BBHH", 0x11, 0, 5, len(body)) + body


def _packets(items: Iterable[Packet | bytes]) -> list[Packet]:
    return [
        Packet(item, START + number) if isinstance(item, bytes) else item for number, item in enumerate(items)
    ]


def pcap(
    packets: Iterable[Packet | bytes],
    link: int = ETHERNET,
    *,
    order: str = "<",
    magic: int = 0xA1B2C3D4,
    snaplen: int = 262_144,
) -> bytes:
    """A pcap file: micro- and nanoseconds, and the modified kind (0xa1b2cd34)."""
    out = bytearray(struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link))
    nanoseconds = magic == 0xA1B23C4D
    for one in _packets(packets):
        seconds, rest = divmod(one.time_us, 1_000_000)
        out += struct.pack(
            order + "IIII", seconds, rest * 1000 if nanoseconds else rest, len(one.data), one.size
        )
        if magic == 0xA1B2CD34:
            out += struct.pack(order + "IHBB", 1, IPV4, 0, 0)
        out += one.data
    return bytes(out)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    """An option of a pcapng block."""
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """A pcapng block."""
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def section(order: str = "<", options: bytes = b"") -> bytes:
    """A section header block."""
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + options, order)


def interface(link: int = ETHERNET, *, snaplen: int = 0, options: bytes = b"", order: str = "<") -> bytes:
    """An interface description block."""
    return block(1, struct.pack(order + "HHI", link, 0, snaplen) + options, order)


def enhanced(one: Packet, order: str = "<", *, time: int | None = None, options: bytes = b"") -> bytes:
    """An enhanced packet block; `time` overrides in the interface's units."""
    stamp = one.time_us if time is None else time
    head = struct.pack(
        order + "IIIII", one.interface, stamp >> 32, stamp & 0xFFFFFFFF, len(one.data), one.size
    )
    return block(6, head + one.data + bytes(-len(one.data) % 4) + options, order)


def simple(one: Packet, order: str = "<") -> bytes:
    """A simple packet block."""
    return block(3, struct.pack(order + "I", one.size) + one.data, order)


def old_packet(one: Packet, order: str = "<") -> bytes:
    """A packet block, the obsolete type 2."""
    head = struct.pack(
        order + "HHIIII",
        one.interface,
        0xFFFF,
        one.time_us >> 32,
        one.time_us & 0xFFFFFFFF,
        len(one.data),
        one.size,
    )
    return block(2, head + one.data, order)


def secrets(keys: bytes, order: str = "<") -> bytes:
    """A decryption secrets block with a TLS key log."""
    return block(10, struct.pack(order + "II", 0x544C534B, len(keys)) + keys, order)


def pcapng(
    packets: Iterable[Packet | bytes], link: int = ETHERNET, *, order: str = "<", keys: bytes = b""
) -> bytes:
    """A pcapng file of one section and one interface."""
    out = section(order) + (secrets(keys, order) if keys else b"") + interface(link, order=order)
    return out + b"".join(enhanced(one, order) for one in _packets(packets))


@dataclass(frozen=True, slots=True)
class Segment:
    """A TCP segment before it is wrapped, so that tests can cut, drop, repeat and move it."""

    source: Address
    target: Address
    payload: bytes = b""
    number: int = 0
    flags: int = PUSH | ACK
    acknowledged: int = 0

    def packed(self) -> bytes:
        """The IP packet."""
        body = tcp(self.source, self.target, self.payload, self.number, self.flags, self.acknowledged)
        return ip(self.source[0], self.target[0], TCP, body)

    def at(self, start: int, end: int) -> Segment:
        """A part of its payload as a segment of its own."""
        return replace(self, payload=self.payload[start:end], number=self.number + start & 0xFFFFFFFF)


def conversation(
    exchanges: Sequence[tuple[bytes, bytes]],
    client: Address = PHONE,
    server: Address = CLOUD,
    *,
    size: int = 1400,
    first: int = 99,
    second: int = 499,
    opening: bool = True,
    closing: bool = True,
) -> list[Segment]:
    """A TCP connection: handshake, requests and answers in segments of a size, and its end."""
    found: list[Segment] = []
    numbers = {client: first + 1 & 0xFFFFFFFF, server: second + 1 & 0xFFFFFFFF}
    if opening:
        found += [
            Segment(client, server, b"", first, SYN),
            Segment(server, client, b"", second, SYN | ACK, numbers[client]),
            Segment(client, server, b"", numbers[client], ACK, numbers[server]),
        ]
    for request, answer in exchanges:
        for source, target, data in ((client, server, request), (server, client, answer)):
            for at in range(0, len(data), size):
                piece = data[at : at + size]
                found.append(Segment(source, target, piece, numbers[source], PUSH | ACK, numbers[target]))
                numbers[source] = numbers[source] + len(piece) & 0xFFFFFFFF
    if closing:
        found.append(Segment(client, server, b"", numbers[client], FIN | ACK, numbers[server]))
        numbers[client] = numbers[client] + 1 & 0xFFFFFFFF
        found.append(Segment(server, client, b"", numbers[server], FIN | ACK, numbers[client]))
        found.append(Segment(client, server, b"", numbers[client], ACK, numbers[server] + 1 & 0xFFFFFFFF))
    return found


def packed(segments: Iterable[Segment]) -> list[bytes]:
    """Their IP packets."""
    return [segment.packed() for segment in segments]


def datagram(source: Address, target: Address, payload: bytes) -> bytes:
    """An IP packet with a UDP datagram."""
    return ip(source[0], target[0], UDP, udp(source, target, payload))
