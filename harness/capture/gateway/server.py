"""The gateway port as a mode of mitmproxy: TCP goes to its transparent layers, the rest to the router."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, ClassVar, Literal, cast

from mitmproxy import ctx
from mitmproxy.addons import proxyserver
from mitmproxy.proxy import commands, events, layer, mode_servers, mode_specs, server_hooks
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers import modes

from harness.capture.gateway import header, kernel
from harness.capture.gateway.header import TCP, Route
from harness.capture.gateway.link import WireLink
from harness.capture.gateway.router import Router
from harness.capture.upstream import CANARY_ADDRESS

HEADER_SECONDS = 10.0
"""How long a wire may take to say whose it is."""
LAST_SECONDS = 2.0
"""How long the phone may go on sending on a connection that the recorder has closed."""
GREETING_SECONDS = 1.0
"""How long a silent client is waited for before its server is asked: some servers speak first."""


class Proxyserver(proxyserver.Proxyserver):
    """mitmproxy's servers, with the router that the gateway port hands packets to."""

    router: Router | None = None


class GatewayMode(mode_specs.ProxyMode):  # type: ignore[no-untyped-call]
    """`gateway@host:port`: the userland wire of `docs/gateway.md`; `gateway:interface@port`: a kernel."""

    description: ClassVar[str] = "The phone's router"
    transport_protocol: ClassVar[Literal["tcp"]] = "tcp"

    def __post_init__(self) -> None:
        """Any interface may be meant; whether it is there shows when it is listened to."""


class Routed(modes.TransparentProxy):
    """The top layer of a routed connection: asks a server first whose client says nothing."""

    def _handle_event(self, event: events.Event) -> layer.CommandGenerator[None]:
        if isinstance(event, events.Start):
            address = self.context.server.address
            if address is None:
                raise ValueError("wanted the destination of a routed connection, found none")
            self.child_layer = layer.NextLayer(self.context)
            yield from self.child_layer.handle_event(event)
            if address[0] != CANARY_ADDRESS:
                yield commands.RequestWakeup(GREETING_SECONDS)
        elif isinstance(event, events.Wakeup) and isinstance(self.child_layer, layer.NextLayer):
            if self.child_layer.layer is None and self.context.server.timestamp_start is None:
                error = yield commands.OpenConnection(self.context.server)
                if error:
                    yield commands.CloseConnection(self.context.client)
        else:
            yield from self.child_layer.handle_event(event)


class RoutedWriter:
    """A stream writer that tells the flow's addresses in the place of its socket's.

    Closing it ends its own way only: what the phone still sends is read, however early it was closed.
    """

    def __init__(self, writer: asyncio.StreamWriter, route: Route) -> None:
        self._writer = writer
        self._told = {"peername": route.source, "sockname": route.destination, "transport_protocol": "tcp"}

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport knows of itself, or the flow of its addresses."""
        return self._told.get(name) or self._writer.get_extra_info(name, default)

    def close(self) -> None:
        """End the way to the phone."""
        if not self._writer.is_closing() and self._writer.can_write_eof():
            self._writer.write_eof()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


class RoutedHandler(mode_servers.ProxyConnectionHandler):
    """A TCP connection of the phone: read to its end before it counts as ended."""

    reader: Any = None

    async def handle_hook(self, hook: commands.StartHook) -> None:
        """Call the addons, those for the end only after the last byte."""
        if isinstance(hook, server_hooks.ClientDisconnectedHook):
            await self._read_out()
        await super().handle_hook(hook)
        if isinstance(hook, server_hooks.ClientConnectedHook):
            self.reader = self.transports[self.client].reader

    async def _read_out(self) -> None:
        self.reader.keep_again()
        try:
            async with asyncio.timeout(LAST_SECONDS):
                while await self.reader.read(65536):
                    pass
        except TimeoutError:
            self.log("the phone went on sending on a connection that was closed", logging.ERROR)
        except OSError:
            return


class GatewayServer(mode_servers.AsyncioServerInstance[GatewayMode]):  # type: ignore[no-untyped-call]
    """The gateway port."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._kernel: tuple[kernel.Packets, kernel.Datagrams] | tuple[()] = ()
        self._tasks: set[asyncio.Task[None]] = set()

    def make_top_layer(self, context: Context) -> layer.Layer:
        """The first layer of a routed TCP connection."""
        return Routed(context)

    async def listen(self, host: str, port: int) -> list[Any]:
        """Listen on the wire, or for what a kernel hands over.  Raises OSError."""
        if not self.mode.data:
            return [await asyncio.start_server(self.handle_stream, host, port)]
        router = self.router()
        sockets = kernel.listeners(port)
        self._port = sockets[0].getsockname()[1]
        flows = kernel.Flows(self._begin)
        packets = kernel.Packets(self.mode.data, flows, router.reject)
        datagrams = kernel.Datagrams(self._port, flows, router.reject)
        self._kernel = (packets, datagrams)
        return [await asyncio.start_server(self.handle_kernel_stream, sock=made) for made in sockets]

    async def _stop(self) -> None:
        for reader in self._kernel:
            reader.close()
        self._kernel = ()
        await super()._stop()

    def router(self) -> Router:
        """What records and relays all that is not TCP."""
        router = cast("Proxyserver", self.manager).router
        if router is None:
            raise RuntimeError("wanted a router behind the gateway port, found none")
        return router

    def _begin(self, route: Route, link: kernel.QueueLink) -> None:
        task = asyncio.create_task(self.router().serve(route, link, self.mode), name="flow")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def handle_kernel_stream(self, reader: Any, writer: Any) -> None:
        """Serve a TCP connection that the kernel handed over: its socket has the flow's own ends."""
        source, destination = (writer.get_extra_info(name)[:2] for name in ("peername", "sockname"))
        await self.serve_tcp(reader, writer, Route(TCP, source, destination))

    async def handle_stream(self, reader: Any, writer: Any = None) -> None:
        """Serve one flow, by what its header says."""
        router = self.router()
        try:
            async with asyncio.timeout(HEADER_SECONDS):
                route = await header.read(reader)
        except (ValueError, EOFError, OSError, TimeoutError) as error:
            router.reject(str(error) or type(error).__name__)
            writer.close()
            return
        if route.protocol == TCP:
            await self.serve_tcp(reader, writer, route)
        else:
            await router.serve(route, WireLink(reader, writer), self.mode)

    async def serve_tcp(self, reader: Any, writer: Any, route: Route) -> None:
        """Hand a TCP connection to mitmproxy."""
        told = cast("asyncio.StreamWriter", RoutedWriter(writer, route))
        handler = RoutedHandler(ctx.master, reader, told, ctx.options, self.mode)  # type: ignore[no-untyped-call]
        handler.layer = self.make_top_layer(handler.layer.context)
        handler.layer.context.server.address = route.destination
        with self.manager.register_connection(handler.client.id, handler):
            await handler.handle_client()
        writer.close()
