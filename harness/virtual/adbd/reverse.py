"""adb reverse: the phone listens on its own address and hands each connection to the host.

The phone's loopback is its address 127.0.1.n; a listener that cannot be bound is refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

from harness.virtual.adbd.connection import Connection
from harness.virtual.adbd.streams import Stream, StreamClosed


@dataclass(slots=True)
class _Forward:
    server: asyncio.Server
    target: str


@dataclass(slots=True)
class ReverseForwards:
    """The reverse forwards of one adb connection; they end with it."""

    address: str
    connection: Connection
    serial: str
    _forwards: dict[int, _Forward] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, command: str, stream: Stream) -> None:
        """Answers one `reverse:` command: OKAY or FAIL, then whatever it lists."""
        verb, _, rest = command.partition(":")
        if verb == "forward":
            answer = await self._forward(
                rest.removeprefix("norebind:"), rebind=not rest.startswith("norebind:")
            )
        elif verb == "killforward":
            answer = self._kill(rest)
        elif verb == "killforward-all":
            self.close()
            answer = b"OKAY"
        elif verb == "list-forward":
            text = "".join(
                f"{self.serial} tcp:{port} {item.target}\n" for port, item in self._forwards.items()
            )
            answer = _sized(text)
        else:
            answer = b"FAIL" + _sized(f"unknown reverse command {verb}")
        await stream.write(answer)

    def close(self) -> None:
        """Ends all forwards."""
        for item in self._forwards.values():
            item.server.close()
        self._forwards.clear()

    async def _forward(self, rule: str, *, rebind: bool) -> bytes:
        local, _, target = rule.partition(";")
        port = _port(local)
        if port is None or not target.startswith("tcp:"):
            return b"FAIL" + _sized(f"cannot forward {rule}")
        if port in self._forwards:
            if not rebind:
                return b"FAIL" + _sized("cannot rebind existing socket")
            self._forwards[port].target = target
            return b"OKAY"
        try:
            server = await asyncio.start_server(self._accepted, self.address, port)
        except OSError as error:
            return b"FAIL" + _sized(f"cannot bind listener: {error.strerror}")
        bound = server.sockets[0].getsockname()[1]
        self._forwards[bound] = _Forward(server, target)
        return b"OKAY" + (_sized(str(bound)) if port == 0 else b"")

    def _kill(self, rule: str) -> bytes:
        item = self._forwards.pop(_port(rule) or 0, None)
        if item is None:
            return b"FAIL" + _sized(f"listener '{rule}' not found")
        item.server.close()
        return b"OKAY"

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("sockname")[1]
        item = self._forwards.get(port)
        if item is None:
            writer.close()
            return
        try:
            stream = await self.connection.open(item.target)
        except StreamClosed:
            writer.transport.abort()
            return
        up, down = self._start(_upward(reader, stream)), self._start(_downward(stream, writer))
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        stream.close()
        await asyncio.wait({down})
        up.cancel()
        writer.close()

    def _start(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _upward(reader: asyncio.StreamReader, stream: Stream) -> None:
    try:
        while chunk := await reader.read(65536):
            await stream.write(chunk)
    except ConnectionError:
        return


async def _downward(stream: Stream, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await stream.read():
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        return


def _port(rule: str) -> int | None:
    kind, _, number = rule.partition(":")
    return int(number) if kind == "tcp" and number.isdigit() else None


def _sized(text: str) -> bytes:
    return f"{len(text.encode()):04x}{text}".encode()
