"""Client connections: their names, their socket bytes below TLS, what became of their handshakes."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Literal, Protocol, cast
from weakref import WeakKeyDictionary

from mitmproxy import certs, connection, tls
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.proxy.layers.http import HttpLayer

from harness.capture.gateway.names import Names
from harness.capture.guard import Guard, hook
from harness.capture.handshake import alpn_names, der, offered_versions
from harness.capture.recording import Recording
from harness.capture.tally import CountingReader, CountingWriter, Tally
from harness.model.wire import (
    Certificate,
    ClientHello,
    HandshakeRefused,
    RawStream,
    TlsEstablished,
    Tunnel,
)

GATEWAY = "gateway"
"""How mitmproxy's mode is called in which the recorder is the phone's router."""
IDLE_SECONDS = 24 * 3600
"""How long a silent connection is kept: push connections rest for longer than mitmproxy's 10 minutes."""


@dataclass(slots=True)
class Row:
    """One client connection while it lives."""

    conn: str
    client: connection.Client
    tally: Tally = field(default_factory=Tally)
    protocol: str = "tcp"
    server: tuple[str, int] | None = None
    requests: int = 0
    first_bytes: bytes = b""
    http_layers: list[HttpLayer] = field(default_factory=list)
    tunnel: Tunnel | None = None
    stream: RawStream | None = None

    def read_one(self) -> None:
        """A message of the phone was read: from here on its bytes need not be kept as they are."""
        self.requests += 1
        self.tally.payloads = None


class Connections:
    """The table of client connections, by mitmproxy's id of the client.

    `names` says what the addresses are called that a router's phone contacts.
    """

    def __init__(self, names: Names) -> None:
        self._destinations = names
        self._open: dict[str, Row] = {}
        self._closed: dict[str, Tally] = {}
        self._ended_sent = 0
        self._names: WeakKeyDictionary[connection.Client, str] = WeakKeyDictionary()

    def open(
        self,
        conn: str,
        client: connection.Client,
        protocol: str = "tcp",
        server: tuple[str, int] | None = None,
    ) -> Row:
        """A new row; `server` is where the phone meant to go, where a router knows it."""
        row = self._open[client.id] = Row(conn, client, protocol=protocol, server=server)
        self._names[client] = conn
        return row

    def name(self, client: connection.Client) -> str:
        """The name of a client's connection, also after its end: an upstream may still be talking."""
        return self._names[client]

    def called(self, client: connection.Client, host: str | None) -> str | None:
        """The name of a client's destination where a router knows it, else `host` as it was asked for."""
        row = self.row(client)
        if row is None or row.server is None or host != row.server[0]:
            return host
        return self._destinations.of(host, sni=client.sni).host

    def row(self, client: connection.Client) -> Row | None:
        """The row of a client, None after its end."""
        return self._open.get(client.id)

    def find(self, peer: object) -> str | None:
        """The name of the live connection from this address of the phone."""
        return next((row.conn for row in self._open.values() if row.client.peername == peer), None)

    def close(self, client: connection.Client) -> Row:
        """Take a row out; the next mark still tells its bytes."""
        row = self._open.pop(client.id)
        self._closed[row.conn] = row.tally
        self._ended_sent += row.tally.sent
        return row

    def living(self) -> tuple[Row, ...]:
        """Every row still open."""
        return tuple(self._open.values())

    def sent(self) -> int:
        """Socket bytes that the phone has sent so far, over all connections that ever were."""
        return self._ended_sent + sum(row.tally.sent for row in self._open.values())

    def traffic(self) -> dict[str, tuple[int, int]]:
        """Socket bytes of all open connections and of those closed since the last call, cumulative."""
        closed, self._closed = self._closed, {}
        tallies = closed | {row.conn: row.tally for row in self._open.values()}
        return {conn: (tally.sent, tally.received) for conn, tally in tallies.items()}


class Flows(Protocol):
    """Where the beginning and the end of a connection are written (`flow_record`)."""

    def open(self, client: connection.Client, protocol: str, server: tuple[str, int] | None) -> Row:
        """Write its beginning."""

    def finish(self, row: Row, why: str) -> None:
        """Write its end."""


class ConnectionEvents:
    """The addon for connections and handshakes."""

    def __init__(
        self,
        guard: Guard,
        recording: Recording,
        connections: Connections,
        proxyserver: Proxyserver,
        flows: Flows,
    ) -> None:
        self.guard = guard
        self._recording = recording
        self._connections = connections
        self._proxyserver = proxyserver
        self._flows = flows
        self._certificates: dict[str, Certificate] = {}

    @hook
    def client_connected(self, client: connection.Client) -> None:
        """Name the connection and count its socket from here on."""
        routed = client.proxy_mode.type_name == GATEWAY
        row = self._flows.open(client, "tcp", client.sockname[:2] if routed else None)
        handler = self._proxyserver.connections[client.id]
        transport = handler.transports[client]
        transport.reader = cast("asyncio.StreamReader", CountingReader(transport.reader, row.tally))
        transport.writer = cast("asyncio.StreamWriter", CountingWriter(transport.writer, row.tally))
        handler.timeout_watchdog.timeout = IDLE_SECONDS

    @hook
    def client_disconnected(self, client: connection.Client) -> None:
        """End everything that was open on the connection, then the connection."""
        row = self._connections.row(client)
        if row is not None:
            self._flows.finish(row, client.error or "the connection was closed")

    @hook
    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """What the client offers."""
        self._recording.write(
            ClientHello(
                conn=self._connections.name(data.context.client),
                sni=data.client_hello.sni,
                versions=offered_versions(data.client_hello),
                alpn=alpn_names(data.client_hello.alpn_protocols),
            )
        )

    @hook
    def tls_established_client(self, data: tls.TlsData) -> None:
        """The handshake between phone and recorder is complete."""
        self._established(data, "client")

    @hook
    def tls_established_server(self, data: tls.TlsData) -> None:
        """The handshake between recorder and upstream is complete."""
        self._established(data, "server")

    @hook
    def tls_failed_client(self, data: tls.TlsData) -> None:
        """The phone refused the handshake, or could not finish it."""
        host, port = data.context.server.address or (None, None)
        host = self._connections.called(data.context.client, host)
        self._recording.write(
            HandshakeRefused(
                conn=self._connections.name(data.context.client),
                sni=data.conn.sni,
                host=host,
                port=port,
                error=data.conn.error or "the handshake failed without a reason",
            )
        )

    def _established(self, data: tls.TlsData, side: Literal["client", "server"]) -> None:
        conn = data.conn
        host, port = data.context.server.address or (None, None)
        host = self._connections.called(data.context.client, host)
        self._recording.write(
            TlsEstablished(
                conn=self._connections.name(data.context.client),
                side=side,
                host=host,
                port=port,
                version=conn.tls_version,
                cipher=conn.cipher,
                sni=conn.sni,
                alpn=conn.alpn.decode("latin-1") if conn.alpn else None,
                chain=tuple(map(self._certificate, conn.certificate_list)),
            )
        )

    def _certificate(self, certificate: certs.Cert) -> Certificate:
        """A certificate of a chain, its bytes stored once, so that the chain can be validated later."""
        content = der(certificate)
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._certificates:
            self._certificates[digest] = Certificate(
                sha256=digest,
                cn=certificate.cn,
                issuer=", ".join(f"{key}={value}" for key, value in certificate.issuer),
                not_after=certificate.notafter.isoformat(),
                body=self._recording.body(content),
            )
        return self._certificates[digest]
