"""One flow of packets between phone and router: frames on the userland wire, or sockets of a kernel.

On the wire every packet's payload stands behind its length, 16 bits, most significant first.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

MOST = 0xFFFF


class Link(Protocol):
    """The phone's end of a flow that is not TCP."""

    async def receive(self) -> bytes | None:
        """The payload of the next packet of the phone, None at the end of the flow.

        Raises ValueError where the flow ends within a packet.
        """

    def send(self, payload: bytes) -> None:
        """A packet to the phone."""

    def close(self) -> None:
        """No more packets to the phone."""


class WireLink:
    """A flow over the userland wire."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def receive(self) -> bytes | None:
        """The next packet, None at the end.  Raises ValueError where the wire ends within one."""
        try:
            length = int.from_bytes(await self._reader.readexactly(2), "big")
            return await self._reader.readexactly(length)
        except asyncio.IncompleteReadError as error:
            if not error.partial and error.expected == 2:  # noqa: PLR2004 - between two frames
                return None
            raise ValueError(f"the wire ended within a packet, after {len(error.partial)} bytes") from error
        except OSError:
            return None

    def send(self, payload: bytes) -> None:
        """A packet to the phone."""
        if not self._writer.is_closing():
            self._writer.write(len(payload).to_bytes(2, "big") + payload)

    def close(self) -> None:
        """Close the wire."""
        self._writer.close()
