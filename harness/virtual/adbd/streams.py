"""One stream of an adb connection: bytes both ways, one unacknowledged WRTE each way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from harness.virtual.adbd.packets import MAX_DATA, Packet


class StreamClosed(ConnectionError):
    """The other side closed the stream, or the connection ended."""


class Stream:
    """A stream by its local and remote id. `write` waits for the other side's OKAY."""

    def __init__(self, local: int, remote: int, send: Callable[[Packet], None]) -> None:
        self.local, self.remote = local, remote
        self._send = send
        self._incoming: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._buffer = bytearray()
        self._ready = asyncio.Event()
        self._ready.set()
        self._turn = asyncio.Lock()
        self._ended = False
        self.opened = asyncio.Event()
        self.gone = asyncio.Event()

    async def read(self) -> bytes:
        """What comes next; empty when the other side has closed."""
        if self._buffer:
            held = bytes(self._buffer)
            self._buffer.clear()
            return held
        if self._ended:
            return b""
        chunk = await self._incoming.get()
        if chunk is None:
            self._ended = True
            return b""
        if not self.gone.is_set():
            self._send(Packet(b"OKAY", self.local, self.remote))
        return chunk

    async def read_exactly(self, count: int) -> bytes:
        """Exactly that many bytes. StreamClosed: fewer came."""
        while len(self._buffer) < count:
            held = bytes(self._buffer)
            self._buffer.clear()
            chunk = await self.read()
            self._buffer += held + chunk
            if not chunk:
                raise StreamClosed(f"wanted {count} bytes, the stream ended after {len(self._buffer)}")
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    async def read_until(self, end: bytes, most: int) -> bytes:
        """Everything to that mark, the mark included. StreamClosed: it did not come within `most` bytes."""
        while end not in self._buffer:
            held = bytes(self._buffer)
            self._buffer.clear()
            chunk = await self.read()
            self._buffer += held + chunk
            if not chunk or len(self._buffer) > most:
                raise StreamClosed(f"wanted {end!r}, found none in {len(self._buffer)} bytes")
        cut = self._buffer.index(end) + len(end)
        taken = bytes(self._buffer[:cut])
        del self._buffer[:cut]
        return taken

    async def write(self, content: bytes) -> None:
        """Sends all of it. StreamClosed: the other side is gone."""
        async with self._turn:
            for start in range(0, len(content), MAX_DATA):
                await self._ready.wait()
                if self.gone.is_set():
                    raise StreamClosed("written to a closed stream")
                self._ready.clear()
                self._send(Packet(b"WRTE", self.local, self.remote, content[start : start + MAX_DATA]))

    async def drained(self) -> None:
        """Waits until the last write was acknowledged or the stream is gone."""
        await self._ready.wait()

    def close(self) -> None:
        """Closes our side, once."""
        if not self.gone.is_set():
            self._send(Packet(b"CLSE", self.local, self.remote))
            self.end()

    def received(self, content: bytes) -> None:
        """A WRTE came."""
        self._incoming.put_nowait(content)

    def acknowledged(self, remote: int) -> None:
        """An OKAY came: the first one opens a stream that we asked for."""
        self.remote = remote
        self.opened.set()
        self._ready.set()

    def end(self) -> None:
        """The stream is over; whoever waits wakes up."""
        self.gone.set()
        self.opened.set()
        self._ready.set()
        self._incoming.put_nowait(None)
