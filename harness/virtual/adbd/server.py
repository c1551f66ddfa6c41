"""adbd: listens for adb servers and gives each stream to the service that it names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial

from harness.virtual.adbd import shells
from harness.virtual.adbd.connection import Connection
from harness.virtual.adbd.reverse import ReverseForwards
from harness.virtual.adbd.streams import Stream
from harness.virtual.adbd.sync import SyncService
from harness.virtual.device import Device
from harness.virtual.shell.session import run_line
from harness.virtual.uia.server import PORT, UiaServer

Service = Callable[[Stream], Coroutine[object, object, None]]


@dataclass(slots=True)
class Adbd:
    """The adb daemon of one handset."""

    device: Device
    uia: UiaServer
    serial: str = ""
    _reverse: dict[Connection, ReverseForwards] = field(default_factory=dict)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def listen(self, port: int) -> int:
        """Starts listening on 127.0.0.1; the port that it got. OSError: it could not."""
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", port)
        bound = int(self._server.sockets[0].getsockname()[1])
        self.serial = f"127.0.0.1:{bound}"
        return bound

    async def close(self) -> None:
        """Ends all connections."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        properties = self.device.properties
        banner = "".join(
            f"{name}={properties.get(name)};"
            for name in ("ro.product.name", "ro.product.model", "ro.product.device")
        )
        gate = self if properties.get("ro.adb.secure") == "1" else None
        connection = Connection(reader, writer, banner, self._open, gate)
        self._reverse[connection] = ReverseForwards(self.device.address, connection, self.serial)
        try:
            await connection.serve()
        finally:
            self._reverse.pop(connection).close()

    def knows(self, token: bytes, signature: bytes) -> bool:
        """Whether an allowed computer signed the token."""
        return self.device.debugging.knows(token, signature)

    async def admits(self, key: str) -> bool:
        """Whether a person allows that computer.  Raises BadKey."""
        return await self.device.may_debug(key)

    def _open(self, connection: Connection, service: str) -> Service | None:
        """What serves that service; None refuses it."""
        kind, _, rest = service.partition(":")
        name, *options = kind.split(",")
        if name in ("shell", "exec"):
            serve = shells.serve_v2 if "v2" in options else shells.serve_v1
            return partial(serve, line=rest, run=partial(run_line, self.device, self.uia))
        if kind == "sync":
            inbox = self.device.state.root / "inbox"
            inbox.mkdir(exist_ok=True)
            return SyncService(self.device.files, inbox).serve
        if kind == "reverse":
            return partial(self._reverse[connection].serve, rest)
        if service == f"tcp:{PORT}" and self.uia.running:
            return self.uia.serve
        if kind == "root":
            return _no_root
        return None


async def _no_root(stream: Stream) -> None:
    await stream.write(b"adbd cannot run as root in production builds\n")
