"""adbd's shell services: v1 (one mixed stream), v2 (packets with stderr and exit code) and exec.

Source: AOSP packages/modules/adb/shell_protocol.h: id (0 stdin, 1 stdout, 2 stderr, 3 exit, 4 close stdin,
5 window size), length (4 bytes, little-endian), data.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Awaitable, Callable

from harness.virtual.adbd.streams import Stream
from harness.virtual.shell.pipes import Pipe

STDIN, STDOUT, STDERR, EXIT, CLOSE_STDIN, WINDOW = range(6)
HEAD = struct.Struct("<BI")
HELD = 1 << 18  # bytes that a command may be ahead of the host

# Runs a command line with stdin and two writers, gives the exit code.
Runner = Callable[
    [str, Pipe, Callable[[bytes], Awaitable[None]], Callable[[bytes], Awaitable[None]]], Awaitable[int]
]


class Outlet:
    """What a command writes, collected while the host has not yet acknowledged what went before.

    A loop that prints ten short lines costs one packet, not ten round trips.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._waiting = bytearray()
        self._pump: asyncio.Task[None] | None = None

    async def write(self, content: bytes) -> None:
        """Adds bytes. StreamClosed: the host is gone."""
        self._waiting += content
        if self._pump is None or self._pump.done():
            await self._settled()
            self._pump = asyncio.ensure_future(self._carry())
        elif len(self._waiting) > HELD:
            await self._settled()

    async def close(self) -> None:
        """Waits until everything was sent. StreamClosed: the host is gone."""
        await self._settled()

    def abandon(self) -> None:
        """Drops what was not sent."""
        if self._pump is not None:
            self._pump.cancel()

    async def _settled(self) -> None:
        """Waits for what is on its way, and tells if it did not arrive."""
        if self._pump is not None:
            await asyncio.wait({self._pump})
            self._pump.result()

    async def _carry(self) -> None:
        await asyncio.sleep(0)  # what the same turn of the loop still writes goes with it
        while self._waiting:
            await self._stream.drained()
            content = bytes(self._waiting)
            self._waiting.clear()
            await self._stream.write(content)


async def serve_v1(stream: Stream, line: str, run: Runner) -> None:
    """Stdout and stderr mixed, no exit code."""
    stdin = Pipe()
    feeder = asyncio.ensure_future(_feed_raw(stream, stdin))
    outlet = Outlet(stream)
    try:
        await run(line, stdin, outlet.write, outlet.write)
        await outlet.close()
    finally:
        outlet.abandon()
        feeder.cancel()


async def serve_v2(stream: Stream, line: str, run: Runner) -> None:
    """Packets; the exit code comes last."""
    stdin = Pipe()
    feeder = asyncio.ensure_future(_feed_packets(stream, stdin))
    outlet = Outlet(stream)

    def writer(kind: int) -> Callable[[bytes], Awaitable[None]]:
        async def write(content: bytes) -> None:
            await outlet.write(HEAD.pack(kind, len(content)) + content)

        return write

    try:
        code = await run(line, stdin, writer(STDOUT), writer(STDERR))
        await outlet.write(HEAD.pack(EXIT, 1) + bytes([code & 0xFF]))
        await outlet.close()
    finally:
        outlet.abandon()
        feeder.cancel()


async def _feed_raw(stream: Stream, stdin: Pipe) -> None:
    while chunk := await stream.read():
        await stdin.write(chunk)
    stdin.close()


async def _feed_packets(stream: Stream, stdin: Pipe) -> None:
    try:
        while True:
            kind, length = HEAD.unpack(await stream.read_exactly(HEAD.size))
            content = await stream.read_exactly(length)
            if kind == STDIN:
                await stdin.write(content)
            elif kind == CLOSE_STDIN:
                stdin.close()
    except ConnectionError:
        stdin.close()
