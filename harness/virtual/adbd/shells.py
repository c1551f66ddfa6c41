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

# Runs a command line with stdin and two writers, gives the exit code.
Runner = Callable[
    [str, Pipe, Callable[[bytes], Awaitable[None]], Callable[[bytes], Awaitable[None]]], Awaitable[int]
]


async def serve_v1(stream: Stream, line: str, run: Runner) -> None:
    """Stdout and stderr mixed, no exit code."""
    stdin = Pipe()
    feeder = asyncio.ensure_future(_feed_raw(stream, stdin))
    try:
        await run(line, stdin, stream.write, stream.write)
    finally:
        feeder.cancel()


async def serve_v2(stream: Stream, line: str, run: Runner) -> None:
    """Packets; the exit code comes last."""
    stdin = Pipe()
    feeder = asyncio.ensure_future(_feed_packets(stream, stdin))

    def writer(kind: int) -> Callable[[bytes], Awaitable[None]]:
        async def write(content: bytes) -> None:
            await stream.write(HEAD.pack(kind, len(content)) + content)

        return write

    try:
        code = await run(line, stdin, writer(STDOUT), writer(STDERR))
        await stream.write(HEAD.pack(EXIT, 1) + bytes([code & 0xFF]))
    finally:
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
