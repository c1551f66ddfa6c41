"""The header of the userland wire: PROXY protocol, version 2, of HAProxy (`doc/proxy-protocol.txt`, 2.2).

Each flow of the phone is one connection to the gateway port.  Its header says where the flow comes from and
where it goes; a field of our own carries the IP protocol of what is neither TCP nor UDP.
"""

from __future__ import annotations

import asyncio
import ipaddress
import struct
from dataclasses import dataclass

Address = tuple[str, int]

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
VERSION_AND_COMMAND = 0x21
"""Version 2, command PROXY."""
FIXED = 16
"""Bytes of signature, version and command, family and transport, length."""
FIELD_PROTOCOL = 0xE0
"""The first of the field types that the specification leaves to applications: an IP protocol number."""
LENGTHS = {1: 4, 2: 16}
"""Address bytes by family: AF_INET, AF_INET6."""
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
"""IANA protocol numbers."""
TRANSPORTS = {1: TCP, 2: UDP}
NAMES = {ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMPV6: "ipv6-icmp"}
LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Route:
    """Where a flow of the phone comes from and goes to; ports are 0 where the protocol has none."""

    protocol: int
    source: Address
    destination: Address

    @property
    def protocol_name(self) -> str:
        """The protocol as lines of the recording name it."""
        return NAMES.get(self.protocol, f"ip-{self.protocol}")


def parse(header: bytes) -> Route:
    """The route in a whole header.  Raises ValueError for bytes that are none."""
    if header[:12] != SIGNATURE or len(header) < FIXED:
        raise ValueError(f"wanted a flow's header, found {header[:16]!r}")
    command, kind, length = struct.unpack_from(">BBH", header, 12)
    family, transport = kind >> 4, kind & 15
    size = LENGTHS.get(family)
    if command != VERSION_AND_COMMAND or size is None or len(header) != FIXED + length:
        raise ValueError(f"wanted a header of version 2 with addresses, found {header[12:20].hex()}")
    ends = 2 * size + 4
    if length < ends:
        raise ValueError(f"wanted {ends} bytes of addresses, found {length}")
    body = header[FIXED:]
    source, destination = (str(ipaddress.ip_address(body[at : at + size])) for at in range(0, 2 * size, size))
    ports = struct.unpack_from(">HH", body, 2 * size)
    protocol = TRANSPORTS.get(transport) or _field(body[ends:])
    return Route(protocol, (source, ports[0]), (destination, ports[1]))


def _field(fields: bytes) -> int:
    """The IP protocol among the fields."""
    while len(fields) >= 3:  # noqa: PLR2004 - type and length
        kind, length = struct.unpack_from(">BH", fields)
        if kind == FIELD_PROTOCOL and length == 1 and len(fields) > 3:  # noqa: PLR2004
            return fields[3]
        fields = fields[3 + length :]
    raise ValueError("wanted the IP protocol of a flow that is neither TCP nor UDP, found none")


async def read(reader: asyncio.StreamReader) -> Route:
    """The route at the beginning of a connection.

    Raises ValueError for bytes that are no header, IncompleteReadError where they end too early.
    """
    fixed = await reader.readexactly(FIXED)
    length = int.from_bytes(fixed[14:16], "big")
    if fixed[:12] != SIGNATURE or length > LONGEST:
        raise ValueError(f"wanted a flow's header, found {fixed!r}")
    return parse(fixed + await reader.readexactly(length))
