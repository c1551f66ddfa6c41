"""Where a connection really goes: to the proxy that the phone's settings name, or straight to the host.

The zone tells each host's documented address, which is what the phone sees, and the peer on loopback
that answers for it.  A name outside the zone does not exist.  Behind a router the zone is not looked into:
the phone knows what its resolver says, and reaches hosts at their own addresses.
"""

from __future__ import annotations

import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from typing import Any

from harness.virtual.inventory import Address
from harness.virtual.net.emissions import Way
from harness.virtual.net.errors import NameNotFound, Unreachable
from harness.virtual.phone import Phone

RESOLVER: Address = ("8.8.8.8", 53)
KEPT_S = 300
"""Phone seconds that an address is remembered."""
_NXDOMAIN = 3

Ask = Callable[[str, bytes], Awaitable[bytes]]
"""Sends a DNS query in the name of a package and returns the answer."""


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach a host: `candidates` are tried in order, `shown` is the peer as the phone sees it."""

    kind: Way
    candidates: tuple[Address, ...]
    shown: Address


class Routes:
    """The routing of one phone."""

    def __init__(self, phone: Phone, ask: Ask) -> None:
        self._phone = phone
        self._ask = ask
        self._known: dict[str, tuple[str, int]] = {}
        self._queries = 0

    async def find(self, package: str, host: str, port: int, kind: str, *, direct: bool = False) -> Route:
        """The route for `kind` (`https`, `http`, `tcp`).  Raises NameNotFound, Unreachable."""
        if not self._phone.online():
            raise Unreachable("the phone is offline")
        proxy = self._phone.proxy()
        if proxy and not direct:
            # 127.0.0.1 is this phone first (adb reverse), then the machine that it stands on
            own = ((self._phone.address, proxy[1]),) if proxy[0] in {"127.0.0.1", "localhost"} else ()
            outside = "127.0.0.1" if proxy[0] == "localhost" else proxy[0]
            return Route("proxy", (*own, (outside, proxy[1])), proxy)
        address = await self.resolve(package, host)
        shown = (address, port)
        peer = self.peer(host, shown, kind)
        return Route("gateway" if self._phone.uplink.routed else "direct", (peer,), shown)

    def peer(self, host: str, shown: Address, kind: str) -> Address:
        """Who really answers.  Raises NameNotFound, Unreachable."""
        if self._phone.uplink.routed:
            return shown
        port = shown[1]
        row = zone_host(self._phone.zone, host)
        if row is None:
            raise NameNotFound(host)
        offered = row["tls"] if kind == "https" else row["udp"] if kind == "udp" else row["tcp"]
        name = {"https": "tls", "http": "http"}.get(kind, f"{kind}:{port}")
        found = self._phone.zone["peers"].get(name)
        if port not in offered or found is None:
            raise Unreachable(f"{host}:{port}: connection refused")
        return str(found[0]), int(found[1])

    async def resolve(self, package: str, host: str) -> str:
        """The documented address, asked from the resolver in the name of the app.  Raises NameNotFound.

        An address stands for itself.
        """
        if is_literal(host):
            return host
        now = self._phone.clock.now_ms()
        if host in self._known and now < self._known[host][1]:
            return self._known[host][0]
        self._queries += 1
        answer = await self._ask(package, question(self._queries & 0xFFFF, host))
        address = address_of(answer)
        if not address:
            raise NameNotFound(host)
        self._known[host] = (address, now + KEPT_S * 1000)
        return address


def is_literal(host: str) -> bool:
    """Whether a host is written as an address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def zone_host(zone: Mapping[str, Any], host: str) -> Mapping[str, Any] | None:
    """A host's row in the zone, or that of the longest wildcard that covers it."""
    hosts: Mapping[str, Mapping[str, Any]] = zone["hosts"]
    name = host.lower().rstrip(".")
    if name in hosts:
        return hosts[name]
    while "." in name:
        name = name.partition(".")[2]
        if f"*.{name}" in hosts:
            return hosts[f"*.{name}"]
    return None


def question(number: int, host: str) -> bytes:
    """A query for the A record of a host (RFC 1035 §4.1).  Raises NameNotFound for what is no name."""
    labels = host.rstrip(".").encode("ascii", "replace").split(b".")
    if not all(0 < len(part) < 64 for part in labels):  # noqa: PLR2004 - RFC 1035 §2.3.4
        raise NameNotFound(host)
    name = b"".join(bytes([len(part)]) + part for part in labels)
    return struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + name + b"\0" + struct.pack(">HH", 1, 1)


def address_of(answer: bytes) -> str:
    """The address in a resolver's answer; "" where it has none.  Raises Unreachable for no answer."""
    if len(answer) < 12:  # noqa: PLR2004 - the header
        raise Unreachable("the resolver does not answer")
    records = int.from_bytes(answer[6:8], "big")
    if answer[3] & 15 == _NXDOMAIN or not records:
        return ""
    return str(IPv4Address(answer[-4:]))
