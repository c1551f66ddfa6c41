"""One TCP connection from an adb server: the CNXN handshake with its AUTH, then streams by id.

AUTH (AOSP adb/protocol.txt): a token of ours is answered with a signature; each that we do not know is
answered with another token, until the computer has no more keys and shows its public one for a person
to decide.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import socket
from collections.abc import Callable, Coroutine
from typing import Protocol

from harness.virtual.adbd.packets import MAX_DATA, VERSION, Packet, read_packet
from harness.virtual.adbd.streams import Stream, StreamClosed
from harness.virtual.debugging import TOKEN_BYTES

TOKEN, SIGNATURE, PUBLIC_KEY = 1, 2, 3
FEATURES = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,sendrecv_v2"

# Serves a service on a stream; None = no such service here.
Opener = Callable[["Connection", str], "Callable[[Stream], Coroutine[object, object, None]] | None"]


class Gate(Protocol):
    """Who may debug this phone."""

    def knows(self, token: bytes, signature: bytes) -> bool:
        """Whether an allowed computer signed the token."""

    async def admits(self, key: str) -> bool:
        """Whether a person allows the computer with that public key.  Raises ValueError for no key."""


class Connection:
    """The streams of one adb server. `serve` returns when the connection has ended."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        banner: str,
        opener: Opener,
        gate: Gate | None,
    ) -> None:
        self._reader, self._writer = reader, writer
        self._banner = f"device::{banner}features={FEATURES}"
        self._opener = opener
        self._gate = gate
        self._token = b""
        self._online = False
        self._streams: dict[int, Stream] = {}
        self._ids = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._questions: list[asyncio.Task[None]] = []
        self._pending: list[bytes] = []
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def serve(self) -> None:
        """Answers packets until the other side is gone or sends what is not adb."""
        try:
            while True:
                self._handle(await read_packet(self._reader))
                await self._writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass  # a host that went away or speaks no adb: a phone drops the connection without a word
        finally:
            await self._shut()

    async def open(self, service: str) -> Stream:
        """A stream to a service of the host (reverse forwards). StreamClosed: the host refused."""
        stream = self._new(0)
        self._send(Packet(b"OPEN", stream.local, 0, service.encode() + b"\0"))
        await stream.opened.wait()
        if stream.gone.is_set():
            raise StreamClosed(f"the host refused {service}")
        return stream

    def close(self) -> None:
        """Drops the connection."""
        self._writer.close()

    def _handle(self, packet: Packet) -> None:
        if packet.command == b"CNXN":
            self._challenge() if self._gate else self._welcome()
        elif packet.command == b"AUTH" and self._gate:
            self._authorise(packet, self._gate)
        elif packet.command not in (b"OPEN", b"OKAY", b"WRTE", b"CLSE"):
            raise ValueError(f"no such packet here: {packet.command!r}")
        elif not self._online:
            pass  # as adbd does: nothing is served to a computer that is not known yet
        elif packet.command == b"OPEN":
            self._open(packet)
        else:
            self._for_stream(packet)

    def _welcome(self) -> None:
        self._online = True
        self._send(Packet(b"CNXN", VERSION, MAX_DATA, self._banner.encode()))

    def _challenge(self) -> None:
        self._token = secrets.token_bytes(TOKEN_BYTES)
        self._send(Packet(b"AUTH", TOKEN, 0, self._token))

    def _authorise(self, packet: Packet, gate: Gate) -> None:
        if packet.arg0 == SIGNATURE and gate.knows(self._token, packet.payload):
            self._welcome()
        elif packet.arg0 == SIGNATURE:
            self._challenge()
        elif packet.arg0 == PUBLIC_KEY:
            key = packet.payload.rstrip(b"\0").decode("utf-8", "replace")
            self._questions.append(self._run(self._ask(key, gate)))

    async def _ask(self, key: str, gate: Gate) -> None:
        """A person decides; refused, the computer hears nothing, and a broken key ends the connection."""
        try:
            if await gate.admits(key):
                self._welcome()
        except ValueError:
            self._writer.close()

    def _open(self, packet: Packet) -> None:
        service = packet.payload.rstrip(b"\0").decode("utf-8", "surrogateescape")
        server = self._opener(self, service)
        if server is None:
            self._send(Packet(b"CLSE", 0, packet.arg0))
            return
        stream = self._new(packet.arg0)
        self._send(Packet(b"OKAY", stream.local, stream.remote))
        self._run(self._serve_stream(stream, server(stream)))

    async def _serve_stream(self, stream: Stream, service: Coroutine[object, object, None]) -> None:
        """Runs the service; when the host closes the stream, the service dies, as a process by SIGHUP."""
        work = asyncio.ensure_future(service)
        gone = asyncio.ensure_future(stream.gone.wait())
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                await stream.drained()
        finally:
            gone.cancel()
            work.cancel()
            await asyncio.wait({work})
            stream.close()
            self._streams.pop(stream.local, None)
        if (
            not work.cancelled()
            and (error := work.exception()) is not None
            and not isinstance(error, StreamClosed)
        ):
            raise error

    def _for_stream(self, packet: Packet) -> None:
        stream = self._streams.get(packet.arg1)
        if stream is None:
            if packet.command != b"CLSE":
                self._send(Packet(b"CLSE", 0, packet.arg0))
        elif packet.command == b"OKAY":
            stream.acknowledged(packet.arg0)
        elif packet.command == b"WRTE":
            stream.received(packet.payload)
        else:
            stream.close()
            self._streams.pop(stream.local, None)

    def _new(self, remote: int) -> Stream:
        stream = Stream(next(self._ids), remote, self._send)
        self._streams[stream.local] = stream
        return stream

    def _send(self, packet: Packet) -> None:
        """Collects what one turn of the loop sends: each write of its own costs a system call."""
        if not self._pending:
            asyncio.get_running_loop().call_soon(self._flush)
        self._pending.append(packet.encode())

    def _flush(self) -> None:
        content = b"".join(self._pending)
        self._pending.clear()
        if not self._writer.is_closing():
            self._writer.write(content)

    def _run(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _shut(self) -> None:
        for stream in list(self._streams.values()):
            stream.end()
        for question in self._questions:
            question.cancel()
        self._writer.close()
        if self._tasks:
            await asyncio.wait(self._tasks)
