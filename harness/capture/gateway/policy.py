"""What a router does with packets that are not TCP: answer, hand on, or record and keep back.

QUIC is kept back unless asked for otherwise: apps fall back to TCP then, which can be read.  Whatever is
kept back was recorded first.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from harness.capture.gateway.header import UDP, Route
from harness.capture.upstream import Upstream

DNS_PORTS = frozenset({53, 5353})
HTTPS = 443
LONG_HEADER = 0xC0
"""Header form and fixed bit of a QUIC long header, in any version in use (RFC 9000 §17.2, RFC 9369)."""
INITIAL_LEAST = 1200
"""Bytes of a datagram that begins a connection (RFC 9000 §14.1)."""


def is_quic(port: int, datagram: bytes) -> bool:
    """Whether a datagram is one of QUIC: by its port, or by the first packet of a connection."""
    opens = len(datagram) >= INITIAL_LEAST and datagram[0] & LONG_HEADER == LONG_HEADER
    return port == HTTPS or opens


def scheme(route: Route, packet: bytes) -> str:
    """What a packet of a flow is, as messages name it: `dns`, `quic`, `udp` or the protocol of IP."""
    if route.protocol != UDP:
        return route.protocol_name
    port = route.destination[1]
    if port in DNS_PORTS:
        return "dns"
    return "quic" if is_quic(port, packet) else "udp"


@dataclass(frozen=True, slots=True)
class Policy:
    """Says why a packet is kept back."""

    upstream: Upstream
    passes_quic: bool = False

    def refusal(self, route: Route, packet: bytes) -> str | None:
        """Why a packet is not handed on, None where it is."""
        if route.protocol != UDP:
            return f"{route.protocol_name} is recorded and not handed on"
        host, port = route.destination
        if is_quic(port, packet) and not self.passes_quic:
            return "QUIC is recorded and not handed on: apps fall back to TCP"
        address = ipaddress.ip_address(host)
        if address.is_multicast or address.is_unspecified or host == "255.255.255.255":
            return "packets to many are recorded and not handed on"
        return self.upstream.datagram_refusal(host, port)
