"""UDP services of the stand-in cloud: DNS (RFC 1035), NTP (RFC 5905), and QUIC that is only counted."""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from ipaddress import ip_address

from harness.virtual.cloud.arrivals import Arrivals
from harness.virtual.cloud.zone import Zone

_NTP_EPOCH = 2_208_988_800
_NXDOMAIN, _FORMAT_ERROR = 3, 1
_A, _AAAA = 1, 28


class Service(asyncio.DatagramProtocol):
    """One UDP port: every datagram is logged, then `reply` says what goes back (b"" = nothing)."""

    def __init__(self, arrivals: Arrivals, host: str, port: int, reply: Callable[[bytes], bytes]) -> None:
        self._arrivals = arrivals
        self._host = host
        self._port = port
        self._reply = reply
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Log, then answer."""
        self._arrivals.payload(transport="udp", host=self._host, port=self._port, body=data, peer=addr[:2])
        answer = self._reply(data)
        if answer and self._transport is not None:
            self._transport.sendto(answer, addr)


def dns(zone: Zone) -> Callable[[bytes], bytes]:
    """A resolver that knows the zone and nothing else: A and AAAA records, NXDOMAIN for other names."""

    def reply(query: bytes) -> bytes:
        name, end = _question(query)
        if end == 0:
            return query[:2] + struct.pack(">HHHHH", 0x8180 | _FORMAT_ERROR, 0, 0, 0, 0) if query[1:] else b""
        kind = int.from_bytes(query[end - 4 : end - 2], "big")
        host = zone.find(name)
        records = b""
        if host is not None and kind in {_A, _AAAA}:
            address = ip_address(host.address if kind == _A else host.address6).packed
            records = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(address)) + address
        flags = 0x8180 | (0 if host else _NXDOMAIN)
        return query[:2] + struct.pack(">HHHHH", flags, 1, bool(records), 0, 0) + query[12:end] + records

    return reply


def _question(query: bytes) -> tuple[str, int]:
    """The first question's name and where it ends; ("", 0) where the query does not parse."""
    labels: list[str] = []
    position = 12
    while position < len(query) and (size := query[position]):
        if size > 63:  # noqa: PLR2004 - RFC 1035 §2.3.4; pointers have no place in a question
            return "", 0
        labels.append(query[position + 1 : position + 1 + size].decode("latin-1"))
        position += 1 + size
    return (".".join(labels), position + 5) if labels and position + 5 <= len(query) else ("", 0)


def ntp(query: bytes) -> bytes:
    """The time of this machine to a client's question; nothing to what is none."""
    if len(query) < 48 or query[0] & 7 != 3:  # noqa: PLR2004 - mode 3 is a client
        return b""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    now = struct.pack(">II", seconds + _NTP_EPOCH & 0xFFFFFFFF, (nanoseconds << 32) // 1_000_000_000)
    return struct.pack(">BBbb", 0x24, 2, 6, -20) + bytes(8) + b"GOOG" + now + query[40:48] + now + now


def silence(_query: bytes) -> bytes:
    """Nothing: QUIC is counted, not spoken."""
    return b""
