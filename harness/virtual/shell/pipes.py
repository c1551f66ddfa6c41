"""A pipe between two commands of one phone: bytes in order, end of file after `close`."""

from __future__ import annotations

import asyncio

HELD = 1 << 20


class BrokenPipe(ConnectionError):  # named as the kernel names it
    """Nobody reads any more."""


class Pipe:
    """An unbounded reader side, a writer side that waits while much is unread."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._changed = asyncio.Condition()
        self._closed = False
        self._unread = False

    async def write(self, content: bytes) -> None:
        """Adds bytes. BrokenPipe: the reader is gone."""
        async with self._changed:
            while len(self._data) > HELD and not self._unread:
                await self._changed.wait()
            if self._unread:
                raise BrokenPipe("broken pipe")
            self._data += content
            self._changed.notify_all()

    def close(self) -> None:
        """No more bytes will come."""
        self._closed = True
        self._wake()

    def abandon(self) -> None:
        """Nobody will read any more."""
        self._unread = True
        self._wake()

    async def read(self) -> bytes:
        """What there is, waiting for some; empty at the end."""
        async with self._changed:
            while not self._data and not self._closed:
                await self._changed.wait()
            taken = bytes(self._data)
            self._data.clear()
            self._changed.notify_all()
            return taken

    async def read_line(self) -> bytes:
        """The next line with its newline; empty at the end."""
        async with self._changed:
            while b"\n" not in self._data and not self._closed:
                await self._changed.wait()
            end = self._data.find(b"\n") + 1 or len(self._data)
            taken = bytes(self._data[:end])
            del self._data[:end]
            self._changed.notify_all()
            return taken

    async def read_all(self) -> bytes:
        """Everything until the end."""
        parts = []
        while chunk := await self.read():
            parts.append(chunk)
        return b"".join(parts)

    def _wake(self) -> None:
        async def notify() -> None:
            async with self._changed:
                self._changed.notify_all()

        self._waker = asyncio.ensure_future(notify())
