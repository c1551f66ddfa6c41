"""A TCP connection from the phone's own address, counted and shown in the phone's socket table."""

from __future__ import annotations

import asyncio
import select
import socket

from harness.virtual.inventory import Address
from harness.virtual.net.errors import Unreachable
from harness.virtual.net.segments import Flow
from harness.virtual.net.uplink import TCP, is_six
from harness.virtual.phone import Phone

CONNECT_S = 10.0
"""Wall seconds after which an attempt to connect is given up."""
LINGER_S = 5.0
"""Wall seconds that a closed socket is kept until its peer has read everything."""
_PIECE = 65536
_lingering: set[asyncio.Task[None]] = set()


class Wire:
    """An open connection; `local` is its own end, as the peer sees it."""

    def __init__(
        self,
        connection: socket.socket,
        phone: Phone,
        uid: int,
        flow: Flow,
        shown: Address,
        local: Address | None = None,
    ) -> None:
        self._socket = connection
        self._flow = flow
        self._routed = local is not None
        self.local: Address = local or connection.getsockname()[:2]
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
            if self._routed:
                linger(self._socket)
            else:
                self._socket.close()


def linger(connection: socket.socket) -> None:
    """Close a socket of the gateway's wire so that whatever was sent arrives.

    A packet that left a phone has passed its router, whatever becomes of the connection; a socket closed
    over unread answers would take its own last bytes back.
    """
    try:
        loop = asyncio.get_running_loop()
        connection.shutdown(socket.SHUT_WR)
    except (RuntimeError, OSError):
        connection.close()
        return
    task = loop.create_task(_read_out(connection))
    _lingering.add(task)
    task.add_done_callback(_lingering.discard)


async def _read_out(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LINGER_S):
            while await loop.sock_recv(connection, _PIECE):
                pass
    except (OSError, TimeoutError):
        pass
    finally:
        connection.close()


def met_itself(connection: socket.socket) -> bool:
    """Whether both ends are one: the port asked for was free and fell to the caller (RFC 9293 §3.5)."""
    return bool(connection.getsockname() == connection.getpeername())


async def connect(phone: Phone, uid: int, candidates: list[Address], shown: Address) -> Wire:
    """A connection to the first of `candidates` that accepts; `shown` is the peer in the socket table.

    What goes to the phone's own address runs over `lo`, everything else over `wlan0` and the uplink.
    Raises Unreachable.
    """
    reason = "no address"
    for candidate in candidates:
        own = candidate[0] == phone.address
        flow = Flow(phone.counters, uid, "lo" if own else "wlan0", six=is_six(candidate[0]))
        try:
            if own:
                connection = await dial(phone.address, candidate)
                local = None
            else:
                connection, local = await reach(phone, TCP, candidate)
        except (OSError, TimeoutError, Unreachable) as error:
            reason = str(error) or "timed out"
            if not own or len(candidates) == 1:
                flow.refused()
            continue
        flow.opened()
        return Wire(connection, phone, uid, flow, shown, local)
    raise Unreachable(f"{shown[0]}:{shown[1]}: {reason}")


async def reach(phone: Phone, protocol: int, destination: Address) -> tuple[socket.socket, Address | None]:
    """A socket over the phone's uplink, and the phone's own end where that is not the socket's.

    Raises Unreachable, OSError, TimeoutError.
    """
    uplink, home = phone.uplink, phone.address
    if is_six(destination[0]):
        home = phone.address6()
        if not home:
            raise Unreachable(f"{destination[0]}: network is unreachable")
    if uplink.cable is None:
        return await dial(home, destination), None
    connection = await dial(phone.address, uplink.door(destination))
    source = (home, connection.getsockname()[1])
    try:
        await asyncio.get_running_loop().sock_sendall(
            connection, uplink.header(protocol, source, destination)
        )
    except (OSError, asyncio.CancelledError):
        connection.close()
        raise
    return connection, source


async def dial(home: str, destination: Address) -> socket.socket:
    """A TCP socket from one of the phone's addresses.  Raises OSError, TimeoutError."""
    family = socket.AF_INET6 if is_six(destination[0]) else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.setblocking(False)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        connection.bind((home, 0))
        async with asyncio.timeout(CONNECT_S):
            await asyncio.get_running_loop().sock_connect(connection, destination)
        if met_itself(connection):
            raise ConnectionRefusedError(f"nobody listens at {destination[0]}:{destination[1]}")
    except (OSError, TimeoutError, asyncio.CancelledError):
        connection.close()
        raise
    return connection
