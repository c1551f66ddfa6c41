"""The push endpoint: a raw TCP connection that stays open and echoes a short acknowledgement."""

from __future__ import annotations

import asyncio

from harness.virtual.cloud.arrivals import Arrivals

_KEPT = 1024 * 1024
ACKNOWLEDGED = b"\xc2\xfe\x00\x05\x00\x00\x00\x00"
"""Eight bytes; the real protocol is not public (facts: Mi Push)."""


class Push:
    """Connections of one raw port; each is one arrival, logged when it ends."""

    def __init__(self, arrivals: Arrivals, host: str, port: int) -> None:
        self._arrivals = arrivals
        self._host = host
        self._port = port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read until the peer closes, acknowledging each piece."""
        peer = writer.get_extra_info("peername")[:2]
        kept = bytearray()
        try:
            while data := await reader.read(65536):
                kept += data[: _KEPT - len(kept)]
                writer.write(ACKNOWLEDGED)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._arrivals.payload(
                transport="tcp", host=self._host, port=self._port, body=bytes(kept), peer=peer
            )
            writer.close()
