"""Messages that are not HTTP: raw TCP inside CONNECT, WebSocket, DNS over TCP.

Raw TCP has no messages; what one side says before the other answers, or before a second of silence, is
written as one.  A connection's `flow-closed` carries the digest of all that the phone said.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address
from typing import Any

from mitmproxy import dns, http, tcp
from mitmproxy.flow import Flow
from mitmproxy.proxy.layer import NextLayer
from mitmproxy.proxy.layers import TCPLayer

from harness.capture.body import whole_body
from harness.capture.connections import Connections, Row
from harness.capture.gateway import answers
from harness.capture.gateway.names import Names, without_port
from harness.capture.guard import Guard, hook
from harness.capture.recording import BODY_LIMIT, Recording
from harness.capture.unfinished import EXCHANGE, watched_layers
from harness.capture.upstream import CANARY_ADDRESS
from harness.model.wire import Carrier, Failed, MessageSent, RawStream, Way

BURST_BYTES = 1024 * 1024
"""A burst is written when it is this long, whatever follows."""
BURST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message belongs: its connection, its address, the request that it came within."""

    conn: str
    scheme: str
    host: str
    port: int
    target: str = ""
    within: str | None = None
    address: str | None = None
    named_by: str = ""


@dataclass(slots=True)
class Stream:
    """A raw TCP flow while it lives."""

    row: Row | None
    place: Place
    digest: Any = field(default_factory=hashlib.sha256)
    bytes: dict[Way, int] = field(default_factory=lambda: {"out": 0, "in": 0})
    stored: dict[Way, int] = field(default_factory=lambda: {"out": 0, "in": 0})
    direction: Way = "out"
    burst: bytearray = field(default_factory=bytearray)
    last: float = 0.0


class StreamEvents:
    """The addon for raw TCP, WebSocket and DNS."""

    def __init__(self, guard: Guard, recording: Recording, connections: Connections, names: Names) -> None:
        self.guard = guard
        self._recording = recording
        self._connections = connections
        self._names = names
        self._streams: dict[str, Stream] = {}

    @hook
    def next_layer(self, data: NextLayer) -> None:
        """Remember what no other hook shows: half a request, or what was said to a dead server."""
        row = self._connections.row(data.context.client)
        if row is not None:
            row.http_layers += watched_layers(data.layer)
        if row is not None and isinstance(data.layer, TCPLayer):
            row.first_bytes = bytes(data.data_client())  # type: ignore[no-untyped-call]

    @hook
    def tcp_start(self, flow: tcp.TCPFlow) -> None:
        """A raw stream begins."""
        self._streams[flow.id] = Stream(self._connections.row(flow.client_conn), self._place(flow))

    @hook
    def tcp_message(self, flow: tcp.TCPFlow) -> None:
        """One read of a raw stream; mitmproxy keeps no copy of it."""
        stream = self._streams.get(flow.id)
        messages, flow.messages[:] = tuple(flow.messages), ()
        if stream is None:
            return
        for message in messages:
            self._take(stream, "out" if message.from_client else "in", message.content)

    @hook
    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        """A raw stream ended as it should."""
        stream = self._streams.pop(flow.id, None)
        if stream is not None:
            self._end(stream)

    @hook
    def tcp_error(self, flow: tcp.TCPFlow) -> None:
        """A raw stream broke, perhaps before its upstream was reached."""
        stream = self._streams.pop(flow.id, None)
        if stream is not None:
            if stream.row is not None and not stream.bytes["out"]:
                self._write("tcp", stream.row, stream.place, "out", stream.row.first_bytes, cut=True)
            self._end(stream)
            error = flow.error.msg if flow.error else "the stream failed without a reason"
            self._fail(stream.place, error)

    @hook
    def websocket_message(self, flow: http.HTTPFlow) -> None:
        """One WebSocket message, either way."""
        if flow.websocket is None:
            return
        messages, flow.websocket.messages[:] = tuple(flow.websocket.messages), ()
        row = self._connections.row(flow.client_conn)
        place = replace(
            self._placed(flow, "wss" if flow.client_conn.tls else "ws", flow.request.host, flow.request.port),
            target=flow.request.data.path.decode("latin-1"),
            within=flow.metadata.get(EXCHANGE),
        )
        for message in messages:
            direction: Way = "out" if message.from_client else "in"
            self._write("websocket", row, place, direction, bytes(message.content))

    @hook
    def dns_request(self, flow: dns.DNSFlow) -> None:
        """A question; one for a canary site is answered here."""
        self._write_dns(flow, "out", flow.request.packed)
        asked = flow.request.questions[0] if flow.request.questions else None
        row = self._connections.row(flow.client_conn)
        if asked is not None and row is not None and row.server and self._names.is_canary(asked.name):
            address = [dns.ResourceRecord.A(asked.name, IPv4Address(CANARY_ADDRESS))]
            flow.response = flow.request.succeed(address if asked.type == answers.A else [])

    @hook
    def dns_response(self, flow: dns.DNSFlow) -> None:
        """An answer."""
        if flow.response is not None:
            row = self._connections.row(flow.client_conn)
            if row is not None and row.server is not None:
                self._names.learn(flow.response.packed, row.server[0])
            self._write_dns(flow, "in", flow.response.packed)

    @hook
    def dns_error(self, flow: dns.DNSFlow) -> None:
        """A question without an answer."""
        error = flow.error.msg if flow.error else "the look-up failed without a reason"
        self._fail(self._place(flow), error)

    def finish(self, row: Row, _why: str) -> None:
        """End every stream that is still open on a connection."""
        for flow_id, stream in tuple(self._streams.items()):
            if stream.row is row:
                del self._streams[flow_id]
                self._end(stream)

    def flush(self, *, older_than: float = BURST_SECONDS) -> None:
        """Write every burst after which nothing was said for `older_than` seconds."""
        now = time.monotonic()
        for stream in self._streams.values():
            if stream.burst and now - stream.last >= older_than:
                self._flush(stream)

    def _place(self, flow: Flow, scheme: str | None = None) -> Place:
        host, port = (flow.server_conn.address or ("", 0))[:2]
        return self._placed(flow, scheme or ("tls" if flow.client_conn.tls else "tcp"), host, port)

    def _placed(self, flow: Flow, scheme: str, host: str, port: int) -> Place:
        """A place, named as a router knows it where the recorder is one."""
        conn, row = self._connections.name(flow.client_conn), self._connections.row(flow.client_conn)
        if row is None or row.server is None:
            return Place(conn, scheme, host, port)
        header = flow.request.host_header if isinstance(flow, http.HTTPFlow) else None
        named = self._names.of(row.server[0], sni=flow.client_conn.sni, host=without_port(header))
        return Place(conn, scheme, named.host, port, address=row.server[0], named_by=named.by)

    def _fail(self, place: Place, error: str) -> None:
        self._recording.write(Failed(conn=place.conn, host=place.host, port=place.port, error=error))

    def _take(self, stream: Stream, direction: Way, content: bytes) -> None:
        if stream.burst and (direction != stream.direction or len(stream.burst) >= BURST_BYTES):
            self._flush(stream)
        stream.direction = direction
        stream.burst += content
        stream.last = time.monotonic()
        stream.bytes[direction] += len(content)
        if direction == "out":
            stream.digest.update(content)

    def _flush(self, stream: Stream) -> None:
        burst, stream.burst = bytes(stream.burst), bytearray()
        room = max(0, BODY_LIMIT - stream.stored[stream.direction])
        stream.stored[stream.direction] += min(len(burst), room)
        self._write("tcp", stream.row, stream.place, stream.direction, burst[:room], cut=len(burst) > room)

    def _end(self, stream: Stream) -> None:
        if stream.burst:
            self._flush(stream)
        if stream.row is not None:
            stream.row.stream = RawStream(stream.digest.hexdigest(), stream.bytes["out"], stream.bytes["in"])

    def _write_dns(self, flow: dns.DNSFlow, direction: Way, content: bytes) -> None:
        row = self._connections.row(flow.client_conn)
        self._write("dns", row, self._place(flow, "dns"), direction, content)

    def _write(
        self,
        kind: Carrier,
        row: Row | None,
        place: Place,
        direction: Way,
        content: bytes,
        *,
        cut: bool = False,
    ) -> None:
        body = whole_body(b"", content)
        if row is not None and direction == "out":
            row.read_one()
        self._recording.write(
            MessageSent(
                id=self._recording.new_exchange(),
                kind=kind,
                direction=direction,
                conn=place.conn,
                scheme=place.scheme,
                host=place.host,
                port=place.port,
                target=place.target,
                within=place.within,
                address=place.address,
                named_by=place.named_by,
                body=self._recording.body(body.kept),
                length=body.length,
                truncated=cut or body.truncated,
                digest=body.digest,
                answered_by="upstream",
            )
        )
