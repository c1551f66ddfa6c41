"""Bytes of a client's socket, counted below TLS where mitmproxy reads and writes it.

Until a message of the connection was read its bytes are kept too: what nobody can read later is on record
as it was on the wire.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from harness.capture.recording import BODY_LIMIT


@dataclass(slots=True)
class Payload:
    """What went one way: its beginning, its length, the digest of all of it."""

    kept: bytearray = field(default_factory=bytearray)
    length: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def take(self, data: bytes) -> None:
        """More of it."""
        self.length += len(data)
        self.digest.update(data)
        self.kept += data[: max(0, BODY_LIMIT - len(self.kept))]


@dataclass(slots=True)
class Tally:
    """Bytes of one socket, seen from the phone: `sent` were read from it, `received` written to it.

    `payloads` (out, in) are None once the first message of the connection was read.
    """

    sent: int = 0
    received: int = 0
    sent_packets: int = 0
    received_packets: int = 0
    payloads: tuple[Payload, Payload] | None = field(default_factory=lambda: (Payload(), Payload()))

    def keep_again(self) -> None:
        """Keep what comes from here on: no message will be read of it."""
        if self.payloads is None:
            self.payloads = (Payload(), Payload())

    def send(self, data: bytes) -> None:
        """Bytes of the phone."""
        self.sent += len(data)
        if self.payloads is not None:
            self.payloads[0].take(data)

    def receive(self, data: bytes) -> None:
        """Bytes to the phone."""
        self.received += len(data)
        if self.payloads is not None:
            self.payloads[1].take(data)


class CountingReader:
    """A stream reader that counts what it hands out."""

    def __init__(self, reader: Any, tally: Tally) -> None:
        self._reader = reader
        self._tally = tally

    def keep_again(self) -> None:
        """Keep what comes from here on."""
        self._tally.keep_again()

    async def read(self, size: int) -> bytes:
        """Up to `size` bytes; empty at the end of the stream."""
        data: bytes = await self._reader.read(size)
        self._tally.send(data)
        return data


class CountingWriter:
    """A stream writer that counts what it is given."""

    def __init__(self, writer: Any, tally: Tally) -> None:
        self._writer = writer
        self._tally = tally

    def write(self, data: bytes) -> None:
        """Hand bytes to the socket."""
        self._writer.write(data)
        self._tally.receive(data)

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
