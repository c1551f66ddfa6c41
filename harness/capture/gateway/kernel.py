"""The router's flows from the kernel of a real network (Linux `Documentation/networking/tproxy.rst`).

The firewall hands every TCP connection and every datagram that comes in from the phone to transparent
sockets, with their original ends; a packet socket on the phone's interface shows every packet of any other
protocol, and datagrams to many.  Nothing is forwarded.  Needs CAP_NET_ADMIN and CAP_NET_RAW.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import struct
from collections.abc import Callable
from functools import partial

from harness.capture.gateway.header import TCP, UDP, Address, Route

SOL_IP, SOL_IPV6 = 0, 41
IP_TRANSPARENT, IPV6_TRANSPARENT = 19, 75
IP_ORIGDSTADDR, IPV6_ORIGDSTADDR = 20, 74
SO_RCVBUFFORCE, SO_RXQ_OVFL = 33, 40
"""Numbers of linux/in.h, linux/in6.h and asm-generic/socket.h that Python's `socket` does not name."""
ETH_P_ALL = 3
PACKET_OUTGOING = 4
BUFFER = 16 * 1024 * 1024
IDLE_SECONDS = 60.0
"""A flow without ports or connection ends after this silence."""
EXTENSIONS = frozenset({0, 43, 44, 60})
"""IPv6 extension headers that a protocol may stand behind (RFC 8200 §4.1)."""

Serve = Callable[[Route, "QueueLink"], None]
Complain = Callable[[str], None]


class QueueLink:
    """A flow of packets that a socket of all flows hands over; `reply` sends one back."""

    def __init__(self, reply: Callable[[bytes], None]) -> None:
        self._packets: asyncio.Queue[bytes] = asyncio.Queue()
        self._reply = reply
        self.ended = False

    def put(self, packet: bytes) -> None:
        """One more packet of the phone."""
        self._packets.put_nowait(packet)

    async def receive(self) -> bytes | None:
        """The next packet, None after a long silence."""
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                return await self._packets.get()
        except TimeoutError:
            if not self._packets.empty():
                return self._packets.get_nowait()
            self.ended = True
            return None

    def send(self, payload: bytes) -> None:
        """A packet to the phone."""
        self._reply(payload)

    def close(self) -> None:
        """The next packet begins a new flow."""
        self.ended = True


class Flows:
    """The flows of packets, each begun by its first packet."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._links: dict[Route, QueueLink] = {}

    def take(self, route: Route, packet: bytes, reply: Callable[[bytes], None]) -> None:
        """A packet of the phone."""
        link = self._links.get(route)
        if link is None or link.ended:
            link = self._links[route] = QueueLink(reply)
            link.put(packet)
            self._serve(route, link)
        else:
            link.put(packet)


def transparent(family: int, kind: int, address: Address) -> socket.socket:
    """A socket that takes what is meant for other addresses.  Raises OSError."""
    made = socket.socket(family, kind)
    made.setblocking(False)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(SOL_IPV6, IPV6_TRANSPARENT, 1)
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    else:
        made.setsockopt(SOL_IP, IP_TRANSPARENT, 1)
    made.bind(address)
    return made


def listeners(port: int) -> list[socket.socket]:
    """Transparent TCP sockets for IPv4 and IPv6 on the same port.  Raises OSError."""
    first = transparent(socket.AF_INET, socket.SOCK_STREAM, ("0.0.0.0", port))  # noqa: S104 - the router
    second = transparent(socket.AF_INET6, socket.SOCK_STREAM, ("::", first.getsockname()[1]))
    return [first, second]


class Datagrams:
    """Transparent UDP sockets for IPv4 and IPv6."""

    def __init__(self, port: int, flows: Flows, complain: Complain) -> None:
        self._flows = flows
        self._complain = complain
        self._dropped = 0
        self._sockets = []
        for family, host, level, option in (
            (socket.AF_INET, "0.0.0.0", SOL_IP, IP_ORIGDSTADDR),  # noqa: S104 - the router
            (socket.AF_INET6, "::", SOL_IPV6, IPV6_ORIGDSTADDR),
        ):
            made = transparent(family, socket.SOCK_DGRAM, (host, port))
            made.setsockopt(level, option, 1)
            made.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
            made.setsockopt(socket.SOL_SOCKET, SO_RXQ_OVFL, 1)
            asyncio.get_running_loop().add_reader(made, self._read, made)
            self._sockets.append(made)

    def close(self) -> None:
        """Take no more."""
        for made in self._sockets:
            asyncio.get_running_loop().remove_reader(made)
            made.close()

    def _read(self, made: socket.socket) -> None:
        while True:
            try:
                data, fields, _, source = made.recvmsg(65535, 512)
            except BlockingIOError:
                return
            destination: Address | None = None
            for level, kind, content in fields:
                if (level, kind) in {(SOL_IP, IP_ORIGDSTADDR), (SOL_IPV6, IPV6_ORIGDSTADDR)}:
                    destination = _endpoint(content)
                elif (level, kind) == (socket.SOL_SOCKET, SO_RXQ_OVFL):
                    self._overflowed(int.from_bytes(content[:4], "little"))
            if destination is None:
                self._complain(f"a datagram from {source[0]} came without its destination")
                continue
            if is_to_many(destination[0]):
                continue  # the packet socket has it
            home, away = (str(source[0]), int(source[1])), destination
            self._flows.take(Route(UDP, home, away), data, partial(_send_as, away, home))

    def _overflowed(self, dropped: int) -> None:
        if dropped != self._dropped:
            self._complain(f"the kernel dropped {dropped - self._dropped} datagrams of the phone unread")
            self._dropped = dropped


class Packets:
    """Every packet that comes in over the phone's interface and is neither TCP nor a datagram to one."""

    def __init__(self, interface: str, flows: Flows, complain: Complain) -> None:
        self._flows = flows
        self._complain = complain
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER)
        self._socket.bind((interface, ETH_P_ALL))
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def close(self) -> None:
        """Take no more."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _read(self) -> None:
        while True:
            try:
                packet, (_, kind, direction, *_) = self._socket.recvfrom(65535)
            except BlockingIOError:
                return
            if direction == PACKET_OUTGOING or kind not in {0x0800, 0x86DD}:
                continue
            try:
                route, payload = take_apart(packet)
            except ValueError as error:
                self._complain(str(error))
                continue
            if route.protocol == UDP and is_to_many(route.destination[0]):
                self._flows.take(route, payload[8:], lambda _: None)
            elif route.protocol not in {TCP, UDP}:
                self._flows.take(route, payload, lambda _: None)


def take_apart(packet: bytes) -> tuple[Route, bytes]:
    """Route and payload of an IP packet (RFC 791, 8200).  Raises ValueError."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:  # noqa: PLR2004 - the fixed part of the header
        start, protocol = (packet[0] & 15) * 4, packet[9]
        length = int.from_bytes(packet[2:4], "big")
        source, destination = packet[12:16], packet[16:20]
    elif version == 6 and len(packet) >= 40:  # noqa: PLR2004
        start, protocol = 40, packet[6]
        length = 40 + int.from_bytes(packet[4:6], "big")
        source, destination = packet[8:24], packet[24:40]
        while protocol in EXTENSIONS and start + 8 <= len(packet):
            size = 8 if protocol == 44 else 8 + packet[start + 1] * 8  # noqa: PLR2004 - fragment
            protocol, start = packet[start], start + size
    else:
        raise ValueError(f"wanted an IP packet of the phone, found {packet[:20].hex()}")
    payload = packet[start:length]
    ports = struct.unpack_from(">HH", payload) if protocol in {TCP, UDP} and len(payload) >= 8 else (0, 0)  # noqa: PLR2004
    ends = [str(ipaddress.ip_address(end)) for end in (source, destination)]
    return Route(protocol, (ends[0], ports[0]), (ends[1], ports[1])), payload


def is_to_many(address: str) -> bool:
    """Whether an address is a multicast or the broadcast one."""
    return ipaddress.ip_address(address).is_multicast or address == "255.255.255.255"


def _endpoint(content: bytes) -> Address:
    """Address and port of a `sockaddr_in` or `sockaddr_in6`."""
    family = int.from_bytes(content[:2], "little")
    port = int.from_bytes(content[2:4], "big")
    packed = content[4:8] if family == socket.AF_INET else content[8:24]
    return str(ipaddress.ip_address(packed)), port


def _send_as(source: Address, destination: Address, payload: bytes) -> None:
    """A datagram to the phone from the address that it had asked."""
    family = socket.AF_INET6 if ":" in source[0] else socket.AF_INET
    with transparent(family, socket.SOCK_DGRAM, source) as made:
        made.sendto(payload, destination)
