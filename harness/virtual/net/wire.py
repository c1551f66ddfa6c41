"""A TCP connection from the phone's own address, counted and shown in the phone's socket table."""

from __future__ import annotations

import asyncio
import select
import socket

from harness.virtual.inventory import Address
from harness.virtual.net.errors import Unreachable
from harness.virtual.net.segments import Flow
from harness.virtual.phone import Phone

CONNECT_S = 10.0
"""Wall seconds after which an attempt to connect is given up."""
_PIECE = 65536


class Wire:
    """An open connection; `local` is its own end, as the peer sees it."""

    def __init__(self, connection: socket.socket, phone: Phone, uid: int, flow: Flow, shown: Address) -> None:
        self._socket = connection
        self._flow = flow
        self.local: Address = connection.getsockname()[:2]
        self._row = phone.sockets.open(uid, "tcp", self.local, shown)
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether this end was closed."""
        return self._closed

    @property
    def payload(self) -> tuple[int, int]:
        """Payload bytes sent and received so far."""
        return self._flow.sent, self._flow.received

    async def send(self, data: bytes) -> None:
        """All of `data`.  Raises Unreachable where the connection broke."""
        loop = asyncio.get_running_loop()
        view = memoryview(data)
        try:
            for start in range(0, len(view), _PIECE):
                piece = view[start : start + _PIECE]
                self._flow.send(len(piece))
                await loop.sock_sendall(self._socket, piece)
        except OSError as error:
            raise Unreachable(f"the connection broke: {error}") from error

    async def receive(self) -> bytes:
        """Some bytes, b"" at the end.  Raises Unreachable where the connection broke."""
        try:
            data = await asyncio.get_running_loop().sock_recv(self._socket, _PIECE)
        except OSError as error:
            raise Unreachable(f"the connection broke: {error}") from error
        self._flow.receive(len(data))
        return data

    def quiet(self) -> bool:
        """Whether nothing waits to be read: data or an end on an idle connection means it is over."""
        if self._closed:
            return False
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return not poller.poll(0)

    def close(self) -> None:
        """Closing twice is harmless."""
        if not self._closed:
            self._closed = True
            self._row.close()
            self._flow.closed()
            self._socket.close()


def met_itself(connection: socket.socket) -> bool:
    """Whether both ends are one: the port asked for was free and fell to the caller (RFC 9293 §3.5)."""
    return bool(connection.getsockname() == connection.getpeername())


async def connect(phone: Phone, uid: int, candidates: list[Address], shown: Address) -> Wire:
    """A connection to the first of `candidates` that accepts; `shown` is the peer in the socket table.

    What goes to the phone's own address runs over `lo`, everything else over `wlan0`.
    Raises Unreachable.
    """
    reason = "no address"
    for candidate in candidates:
        iface = "lo" if candidate[0] == phone.address else "wlan0"
        flow = Flow(phone.counters, uid, iface)
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection.bind((phone.address, 0))
            async with asyncio.timeout(CONNECT_S):
                await asyncio.get_running_loop().sock_connect(connection, candidate)
            if met_itself(connection):
                raise ConnectionRefusedError(f"nobody listens at {candidate[0]}:{candidate[1]}")
        except (OSError, TimeoutError) as error:
            connection.close()
            reason = str(error) or "timed out"
            if iface != "lo" or len(candidates) == 1:
                flow.refused()
            continue
        except asyncio.CancelledError:
            connection.close()
            raise
        flow.opened()
        return Wire(connection, phone, uid, flow, shown)
    raise Unreachable(f"{shown[0]}:{shown[1]}: {reason}")
