"""What the phone's network interface leads to: this machine, the recorder's gateway port, or a real network.

On the *wire* every connection and every packet of the phone, whatever an app asked for, is one connection to
the gateway port, which a file names while a recorder listens (`docs/gateway.md`): the header of PROXY
protocol version 2, then the bytes of a TCP connection, or the packets of a flow, each behind its length.
"""

from __future__ import annotations

import ipaddress
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.virtual.inventory import Address
from harness.virtual.net.errors import Unreachable

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
FIELD_PROTOCOL = 0xE0
TCP, UDP = 6, 17
TRANSPORTS = {TCP: 1, UDP: 2}
FAMILIES = {4: 1, 6: 2}

Kind = Literal["local", "wire", "kernel"]


@dataclass(frozen=True, slots=True)
class Uplink:
    """The way out of one phone.

    `local`: hosts of the zone are answered by their peers on this machine; a proxy setting leads elsewhere.
    `wire`: everything goes to the port in the file `cable`.  `kernel`: everything goes where it is meant to
    go, and the network that this process lives in does the rest.
    """

    kind: Kind = "local"
    cable: Path | None = None

    @property
    def routed(self) -> bool:
        """Whether hosts are reached at their own addresses."""
        return self.kind != "local"

    def door(self, destination: Address) -> Address:
        """Where a socket really connects.  Raises Unreachable where no recorder listens at the cable."""
        if self.cable is None:
            return destination
        try:
            told = json.loads(self.cable.read_bytes())
            return str(told["host"]), int(told["port"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unreachable(f"{destination[0]}:{destination[1]}: the network has no router") from error

    def header(self, protocol: int, source: Address, destination: Address) -> bytes:
        """What is said first on the wire; nothing elsewhere."""
        if self.cable is None:
            return b""
        ends = [ipaddress.ip_address(end[0]) for end in (source, destination)]
        transport = TRANSPORTS.get(protocol, 0)
        body = b"".join(end.packed for end in ends) + struct.pack(">HH", source[1], destination[1])
        body += b"" if transport else struct.pack(">BHB", FIELD_PROTOCOL, 1, protocol)
        kind = FAMILIES[ends[1].version] << 4 | transport
        return SIGNATURE + struct.pack(">BBH", 0x21, kind, len(body)) + body


def is_six(address: str) -> bool:
    """Whether an address is one of IPv6."""
    return ":" in address


def address6(address: str) -> str:
    """The IPv6 address of a phone, from its IPv4 address: a local one (RFC 4193)."""
    return str(
        ipaddress.IPv6Address(
            bytes.fromhex("fd636c61696d7300") + bytes(4) + ipaddress.IPv4Address(address).packed
        )
    )
