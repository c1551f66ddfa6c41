"""The stand-in cloud's listeners, all on loopback: TLS, HTTP, raw TCP and UDP."""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from harness.virtual.cloud import datagrams
from harness.virtual.cloud.answers import Answer, Answers
from harness.virtual.cloud.arrivals import Arrivals
from harness.virtual.cloud.authority import Authority
from harness.virtual.cloud.push import Push
from harness.virtual.cloud.reading import HEAD_LIMIT, Malformed, Request, read_request
from harness.virtual.cloud.zone import Zone

LOOPBACK = "127.0.0.1"
IDLE_S = 120.0
"""Wall seconds after which a silent HTTP connection is closed."""
LAST_S = 0.25
"""Wall seconds that connections have at the end for what was sent and not read yet."""

_Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


class Cloud:
    """Everything that answers for the zone, with its state in a folder."""

    def __init__(self, folder: Path, zone: Zone, seed: int) -> None:
        self.zone = zone
        self.folder = folder
        self.arrivals = Arrivals(folder / "arrivals.jsonl")
        self.authority = Authority(folder)
        self.zone_path = folder / "zone.json"
        self._answers = Answers(seed)
        self._servers: list[asyncio.Server] = []
        self._transports: list[asyncio.BaseTransport] = []
        self._open: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Bind every port, then write the zone file."""
        peers = {
            "tls": await self._listen(self._http("https", 443), self._tls()),
            "http": await self._listen(self._http("http", 80)),
        }
        ports = {(kind, port) for host in self.zone.hosts.values() for kind, port in _raw_ports(host)}
        for kind, port in sorted(ports):
            owner = self.zone.owner(kind, port)
            if kind == "tcp":
                peers[f"tcp:{port}"] = await self._listen(Push(self.arrivals, owner, port).serve)
            else:
                peers[f"udp:{port}"] = await self._datagrams(owner, port)
        self.zone.write(self.zone_path, peers)

    async def stop(self) -> None:
        """Close every listener and connection; what was sent before is in the log afterwards."""
        await self._read_out()
        self._stopping = True
        for server in self._servers:
            server.close()
        for transport in self._transports:
            transport.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self.arrivals.close()

    async def _read_out(self) -> None:
        """Take what lies there: a peer that sends and ends at once was told that it had sent."""
        waiting = [socket for server in self._servers for socket in server.sockets]
        waiting += [transport.get_extra_info("socket") for transport in self._transports]
        clock = asyncio.get_running_loop().time
        end = clock() + LAST_S
        while clock() < end and select.select(waiting, (), (), 0)[0]:  # noqa: ASYNC110  # nobody tells an empty queue
            await asyncio.sleep(0)
        await asyncio.sleep(0)  # what was accepted last has a task only now
        if self._open:
            await asyncio.wait(self._open, timeout=LAST_S)

    def _tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._leaf_of_nobody())
        context.set_alpn_protocols(["http/1.1"])

        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
            if name is None or self.zone.find(name) is None:
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            connection.context = self.authority.context(name)
            return None

        context.sni_callback = choose
        return context

    def _leaf_of_nobody(self) -> Path:
        self.authority.context("nobody.invalid")
        return self.folder / "leaf.pem"

    async def _listen(self, serve: _Serve, context: ssl.SSLContext | None = None) -> tuple[str, int]:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is None:
                raise RuntimeError("wanted a task per connection, found none")
            self._open.add(task)
            try:
                await serve(reader, writer)
            except (ConnectionError, TimeoutError, ssl.SSLError):
                pass
            except asyncio.CancelledError:
                if not self._stopping:
                    raise
            finally:
                self._open.discard(task)
                writer.close()

        server = await asyncio.start_server(accept, LOOPBACK, 0, ssl=context, limit=HEAD_LIMIT)
        self._servers.append(server)
        return LOOPBACK, server.sockets[0].getsockname()[1]

    async def _datagrams(self, owner: str, port: int) -> tuple[str, int]:
        reply = {53: datagrams.dns(self.zone), 123: datagrams.ntp}.get(port, datagrams.silence)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: datagrams.Service(self.arrivals, owner, port, reply), local_addr=(LOOPBACK, 0)
        )
        self._transports.append(transport)
        return LOOPBACK, transport.get_extra_info("sockname")[1]

    def _http(self, scheme: str, port: int) -> _Serve:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            peer = writer.get_extra_info("peername")[:2]
            while True:
                try:
                    async with asyncio.timeout(IDLE_S):
                        request = await read_request(reader)
                except Malformed as error:
                    self.arrivals.payload(
                        transport="http", host="", port=port, body=error.raw, peer=peer, note=str(error)
                    )
                    nothing = Request("GET", "/", [], b"")
                    writer.write(Answer(error.status).encode(nothing, close=True))
                    await writer.drain()
                    return
                if request is None:
                    return
                self.arrivals.request(
                    scheme=scheme,
                    host=request.host,
                    port=port,
                    method=request.method,
                    target=request.target,
                    headers=request.headers,
                    body=request.body,
                    peer=peer,
                )
                close = request.header("connection").lower() == "close"
                writer.write(self._answers.answer(request).encode(request, close=close))
                await writer.drain()
                if close:
                    return

        return serve


def _raw_ports(host: Any) -> list[tuple[str, int]]:
    return [("tcp", port) for port in host.tcp if port != 80] + [("udp", port) for port in host.udp]  # noqa: PLR2004
