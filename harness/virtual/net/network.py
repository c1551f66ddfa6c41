"""What an app sends with: requests, datagrams and long-lived connections in the name of its uid."""

from __future__ import annotations

import asyncio
import hashlib

from harness.virtual.inventory import Address
from harness.virtual.net import datagrams, tls
from harness.virtual.net.connections import Connection, Connections
from harness.virtual.net.emissions import Cause, Emissions, Outcome, Sent, Way
from harness.virtual.net.errors import NetworkError, TlsRefused, Unreachable
from harness.virtual.net.messages import Channel, Request, Response
from harness.virtual.net.routes import RESOLVER, Route, Routes
from harness.virtual.net.streams import Stream
from harness.virtual.net.tunnels import tunnel
from harness.virtual.net.wire import Wire, connect
from harness.virtual.phone import Phone

REQUEST_S = 30.0
"""Wall seconds that a request may take."""
ANSWER_S = 2.0
"""Wall seconds that a resolver is waited for."""
RESOLVER_DAEMON = "netd"
SYSTEM_UIDS = {
    "android": 1000,
    "com.android.updater": 1000,
    "com.android.networkstack": 1073,
    RESOLVER_DAEMON: 1051,
}
"""Uids of senders that are no packages of their own on every Android (`android_filesystem_config.h`)."""


class Network:
    """The network as the apps of one phone have it."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._routes = Routes(phone, self._ask)
        self._connections = Connections(phone.clock.scale)
        self._emissions = Emissions(phone)
        self._streams: set[Stream] = set()

    def uid(self, package: str) -> int:
        """The uid that a package sends as.  KeyError: not installed."""
        try:
            return self._phone.uid(package)
        except KeyError:
            return SYSTEM_UIDS[package]

    async def request(
        self,
        package: str,
        request: Request,
        cause: Cause,
        *,
        agent: str = "",
        direct: bool = False,
        pin: tls.Pin = "",
    ) -> Response:
        """Send a request and read its answer; `agent` is what a proxy is told on CONNECT.

        Raises NetworkError.
        """
        self._permit(package)
        try:
            async with asyncio.timeout(REQUEST_S):
                return await self._exchange(package, request, cause, agent=agent, direct=direct, pin=pin)
        except TimeoutError as error:
            raise Unreachable(f"{request.target.host}: timed out") from error

    async def datagram(
        self, package: str, host: str, port: int, payload: bytes, cause: Cause, *, reply_s: float = 0.0
    ) -> bytes:
        """Send a datagram, past any proxy, and wait for an answer; b"" where none came."""
        self._permit(package)
        shown = (await self._routes.resolve(package, host), port)
        return await self._send_datagram(package, host, shown, payload, cause, reply_s)

    async def stream(self, package: str, host: str, port: int, cause: Cause) -> Stream:
        """A raw connection past any proxy, open until either side closes it."""
        self._permit(package)
        route = await self._routes.find(package, host, port, "tcp", direct=True)
        uid = self.uid(package)
        wire = await connect(self._phone, uid, list(route.candidates), route.shown)
        made = Stream(package, uid, host, port, wire, self._emissions, cause, route.kind)
        self._streams.add(made)
        return made

    async def resolve(self, package: str, host: str) -> str:
        """The address of a host, asked for in the name of a package.  Raises NetworkError."""
        self._permit(package)
        return await self._routes.resolve(package, host)

    async def packet(self, package: str, protocol: int, host: str, payload: bytes, cause: Cause) -> None:
        """Send a packet of a protocol without ports, as root may.  Raises NetworkError."""
        self._permit(package)
        address = await self._routes.resolve(package, host)
        uid, digest = self.uid(package), hashlib.sha256(payload).hexdigest()
        number = ""

        def announce(local: Address) -> None:
            nonlocal number
            sent = Sent(package, uid, "", host, 0, self._way, digest, len(payload), local)
            number = self._emissions.announce(sent, cause)

        outcome: Outcome = "failed"
        try:
            await datagrams.packet(self._phone, uid, protocol, address, payload, announce=announce)
            outcome = "sent"
        finally:
            if number:
                self._emissions.settle(number, digest, outcome)

    @property
    def _way(self) -> Way:
        return "gateway" if self._phone.uplink.routed else "direct"

    def close(self, package: str | None = None) -> None:
        """End the connections of an app (a stop), or of all apps."""
        self._connections.close(package)
        for stream in [each for each in self._streams if package in {None, each.package}]:
            stream.close()
            self._streams.discard(stream)

    def _permit(self, package: str) -> None:
        if not self._phone.online():
            raise Unreachable("the phone is offline")
        if self._phone.packages.get(package) is not None and self._phone.is_suspended(package):
            raise Unreachable(f"{package} is suspended")

    async def _exchange(
        self, package: str, request: Request, cause: Cause, *, agent: str, direct: bool, pin: tls.Pin
    ) -> Response:
        target = request.target
        route = await self._routes.find(package, target.host, target.port, target.scheme, direct=direct)
        peer = f"{route.shown[0]}:{route.shown[1]}" if route.kind == "proxy" else ""
        key = (package, route.kind, peer, target.scheme, target.authority, pin)
        kept = self._connections.take(key)
        if kept is not None:
            number = self._announce(package, request, cause, route, kept.wire.local)
            try:
                return await self._converse(kept, request, number)
            except NetworkError:
                pass  # the other side closed it while the request was on its way: once more, anew
        fresh, number = await self._open(package, request, cause, route, key, agent, pin)
        return await self._converse(fresh, request, number)

    async def _converse(self, connection: Connection, request: Request, number: str) -> Response:
        """One request and answer on an open connection."""
        outcome: Outcome = "failed"
        keep = False
        absolute = connection.through_proxy and request.target.scheme == "http"
        try:
            await connection.channel.send(request.encode(absolute=absolute))
            answer = await connection.reader.read(request.method)
            outcome, keep = "answered", answer.reusable
            return answer
        finally:
            self._emissions.settle(number, request.digest, outcome)
            if keep:
                self._connections.give(connection)
            else:
                self._connections.drop(connection)

    async def _open(
        self,
        package: str,
        request: Request,
        cause: Cause,
        route: Route,
        key: tuple[str, ...],
        agent: str,
        pin: tls.Pin,
    ) -> tuple[Connection, str]:
        """A new connection to where the request goes, announced before anything of the app leaves."""
        wire: Wire | None = None
        try:
            wire = await connect(self._phone, self.uid(package), list(route.candidates), route.shown)
        finally:
            number = self._announce(package, request, cause, route, wire.local if wire else None)
            if wire is None:
                self._emissions.settle(number, request.digest, "failed")
        through_proxy = route.kind == "proxy"
        outcome: Outcome = "failed"
        try:
            channel: Channel = wire
            if request.target.scheme == "https":
                if through_proxy:
                    await tunnel(wire, request, agent)
                made = tls.context(self._phone.trust_store_dir, sdk=self._phone.firmware.sdk, pin=pin)
                encrypted = tls.Tls(wire, made, request.target.host)
                await encrypted.handshake(pin)
                channel = encrypted
        except TlsRefused:
            outcome = "refused-tls"
            raise
        else:
            outcome = "sent"
        finally:
            if outcome != "sent":
                self._emissions.settle(number, request.digest, outcome)
                wire.close()
        connection = Connection(package, key, wire, channel, through_proxy=through_proxy)
        self._connections.opened(connection)
        return connection, number

    def _announce(
        self, package: str, request: Request, cause: Cause, route: Route, conn: Address | None
    ) -> str:
        target = request.target
        sent = Sent(
            package=package,
            uid=self.uid(package),
            scheme=target.scheme,
            host=target.host,
            port=target.port,
            route=route.kind,
            digest=request.digest,
            length=len(request.body),
            conn=conn,
        )
        return self._emissions.announce(sent, cause)

    async def _ask(self, package: str, query: bytes) -> bytes:
        """Behind a router the system asks, as Android does: DNS is counted for its own uid (AID_DNS)."""
        sender = RESOLVER_DAEMON if self._phone.uplink.routed else package
        return await self._send_datagram(
            sender, "dns.google", RESOLVER, query, Cause("dns", "query"), ANSWER_S
        )

    async def _send_datagram(
        self, package: str, host: str, shown: Address, payload: bytes, cause: Cause, reply_s: float
    ) -> bytes:
        uid, digest = self.uid(package), hashlib.sha256(payload).hexdigest()
        number = ""

        def announce(local: Address) -> None:
            nonlocal number
            sent = Sent(package, uid, "", host, shown[1], self._way, digest, len(payload), local)
            number = self._emissions.announce(sent, cause)

        peer = self._routes.peer(host, shown, "udp")
        outcome: Outcome = "failed"
        try:
            answer = await datagrams.exchange(
                self._phone, uid, peer, shown, payload, announce=announce, reply_s=reply_s
            )
        except asyncio.CancelledError:  # the app was ended while it waited for an answer
            outcome = "sent"
            raise
        else:
            outcome = "answered" if answer else "sent"
            return answer
        finally:
            if number:
                self._emissions.settle(number, digest, outcome)
