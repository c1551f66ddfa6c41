"""Bytes of a client's socket, counted below TLS where mitmproxy reads and writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Tally:
    """Bytes of one socket, seen from the phone: `sent` were read from it, `received` written to it."""

    sent: int = 0
    received: int = 0


class CountingReader:
    """A stream reader that counts what it hands out."""

    def __init__(self, reader: Any, tally: Tally) -> None:
        self._reader = reader
        self._tally = tally

    async def read(self, size: int) -> bytes:
        """Up to `size` bytes; empty at the end of the stream."""
        data: bytes = await self._reader.read(size)
        self._tally.sent += len(data)
        return data


class CountingWriter:
    """A stream writer that counts what it is given."""

    def __init__(self, writer: Any, tally: Tally) -> None:
        self._writer = writer
        self._tally = tally

    def write(self, data: bytes) -> None:
        """Hand bytes to the socket."""
        self._writer.write(data)
        self._tally.received += len(data)

    def write_eof(self) -> None:
        """Close the writing half."""
        self._writer.write_eof()

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return bool(self._writer.is_closing())

    def close(self) -> None:
        """Close the socket."""
        self._writer.close()

    async def drain(self) -> None:
        """Wait until the socket takes more."""
        await self._writer.drain()

    async def wait_closed(self) -> None:
        """Wait until the socket is closed."""
        await self._writer.wait_closed()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport knows of itself."""
        return self._writer.get_extra_info(name, default)
