"""HTTP exchanges, frozen at their headers and written when their body is in.

The phone's request is frozen before anything else may touch it.  Requests are held until complete, so
that one to a dead host is recorded with its body; larger ones than the limit and all responses pass
through.  What a broken connection leaves of a body is written as `truncated`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mitmproxy import http

from harness.capture.body import BodyInFlight, request_start, whole_body
from harness.capture.connections import Connections, Row
from harness.capture.door import DoorEvents, header_pairs
from harness.capture.gateway.names import Names, without_port
from harness.capture.guard import Guard, hook
from harness.capture.pages import Pages
from harness.capture.recording import Recording
from harness.capture.unfinished import EXCHANGE, unfinished_request_body, unseen_requests
from harness.capture.upstream import CANARY_ADDRESS, Upstream
from harness.model.message import BodyReference
from harness.model.wire import Failed, MessageAnswered, MessageSent


@dataclass(slots=True)
class OpenExchange:
    """An HTTP exchange between its headers and its end; `head` is its line without its body."""

    head: MessageSent
    row: Row | None
    flow: http.HTTPFlow
    start: bytes
    request: BodyInFlight | None = None
    response: BodyInFlight | None = None
    sent: bool = False
    held: list[MessageAnswered] = field(default_factory=list)


NO_BODY = BodyReference(0, 0, 0, "")
"""Where a body lies that has not come yet; never written."""


def frozen_head(exchange: str, conn: str, request: http.Request, answered_by: str) -> MessageSent:
    """What the phone asked for, byte by byte as latin-1."""
    data = request.data
    return MessageSent(
        id=exchange,
        kind="http",
        conn=conn,
        direction="out",
        scheme=request.scheme,
        method=data.method.decode("latin-1"),
        host=request.host,
        port=request.port,
        target=data.path.decode("latin-1"),
        http_version=data.http_version.decode("latin-1"),
        authority=data.authority.decode("latin-1"),
        headers=header_pairs(request.headers),
        body=NO_BODY,
        length=0,
        truncated=True,
        digest="",
        answered_by=answered_by,
    )


class ExchangeEvents:
    """The addon for HTTP: records, answers canary sites, refuses what a rehearsal may not reach."""

    def __init__(
        self,
        door: DoorEvents,
        recording: Recording,
        connections: Connections,
        upstream: Upstream,
        pages: Pages,
        names: Names,
    ) -> None:
        self.guard: Guard = door.guard
        self._door = door
        self._recording = recording
        self._connections = connections
        self._upstream = upstream
        self._pages = pages
        self._names = names
        self._open: dict[str, OpenExchange] = {}

    @hook
    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Freeze the request before anything else may touch it."""
        self._freeze(flow)

    def _freeze(self, flow: http.HTTPFlow) -> None:
        request, row = flow.request, self._connections.row(flow.client_conn)
        head = frozen_head(
            self._recording.new_exchange(),
            self._connections.name(flow.client_conn),
            request,
            self._upstream.answered_by(request.host, request.port),
        )
        asked = request.host
        if row is not None and row.server is not None:
            address = row.server[0]
            claimed = without_port(request.host_header or request.authority)
            asked = claimed or address
            named = self._names.of(address, sni=flow.client_conn.sni, host=claimed)
            canary = address == CANARY_ADDRESS and self._upstream.is_canary(named.host)
            by = "canary" if canary else self._upstream.answered_by(address, request.port)
            head = replace(head, host=named.host, address=address, named_by=named.by, answered_by=by)
        exchange = self._open[flow.id] = OpenExchange(
            head,
            row,
            flow,
            request_start(request.data.method, request.data.path, asked),
        )
        flow.metadata[EXCHANGE] = head.id
        if request.stream:
            exchange.request = BodyInFlight(exchange.start)
            request.stream = exchange.request

    @hook
    def request(self, flow: http.HTTPFlow) -> None:
        """The request is in: write it, and answer it where the recorder itself does."""
        exchange = self._open.get(flow.id)
        if exchange is None:
            return
        if exchange.request is not None:
            exchange.request(b"")
        elif flow.request.raw_content is not None:
            exchange.request = whole_body(exchange.start, flow.request.raw_content)
        headers = exchange.head.headers + header_pairs(flow.request.trailers)
        exchange.head = replace(exchange.head, headers=headers)
        page, answer = self._answer(exchange)
        self._write_sent(exchange, page)
        if exchange.held:
            del self._open[flow.id]
        if answer is not None and not flow.request.stream:
            flow.response = answer

    @hook
    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Let the response pass while its bytes are kept."""
        exchange = self._open.get(flow.id)
        if exchange is not None and exchange.head.answered_by == "upstream" and flow.response is not None:
            exchange.response = BodyInFlight()
            flow.response.stream = exchange.response

    @hook
    def response(self, flow: http.HTTPFlow) -> None:
        """The response is in: write it."""
        exchange = self._open.get(flow.id)
        if exchange is None or flow.response is None:
            return
        if exchange.response is None or (not exchange.response.length and flow.response.raw_content):
            exchange.response = whole_body(b"", flow.response.raw_content or b"")
        exchange.response(b"")
        self._write_answered(exchange, flow.response)
        if exchange.sent:
            del self._open[flow.id]

    @hook
    def error(self, flow: http.HTTPFlow) -> None:
        """The exchange broke: write what had come of it, and that it broke."""
        exchange = self._open.pop(flow.id, None)
        if exchange is not None:
            self._fail(exchange, flow.error.msg if flow.error else "the exchange failed without a reason")

    def finish(self, row: Row, why: str) -> None:
        """End every exchange that is still open on a connection, also one that no hook was shown."""
        for flow in tuple(unseen_requests(row.http_layers)):
            self._freeze(flow)
        for flow_id, exchange in tuple(self._open.items()):
            if exchange.row is row:
                del self._open[flow_id]
                self._fail(exchange, why)

    def _answer(self, exchange: OpenExchange) -> tuple[str | None, http.Response | None]:
        head = exchange.head
        if head.answered_by == "canary":
            answer = self._pages.answer(head.method, head.host, head.target)
            headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
            return answer.page, http.Response.make(answer.status, answer.body, headers)
        if head.answered_by == "refused":
            return None, self._door.refusal(head.conn, head.address or head.host, head.port)
        return None, None

    def _write_sent(self, exchange: OpenExchange, page: str | None) -> None:
        body = exchange.request if exchange.request is not None else BodyInFlight(exchange.start)
        if exchange.row is not None:
            exchange.row.read_one()
        self._recording.write(
            replace(
                exchange.head,
                body=self._recording.body(body.kept),
                length=body.length,
                truncated=body.truncated,
                digest=body.digest if body.whole else "",
                page=page,
            )
        )
        exchange.sent = True
        for answered in exchange.held:
            self._recording.write(answered)

    def _write_answered(self, exchange: OpenExchange, response: http.Response) -> None:
        body = exchange.response or BodyInFlight()
        peer = exchange.flow.server_conn.peername if exchange.head.answered_by == "upstream" else None
        contacted = (str(peer[0]), int(peer[1])) if peer else None
        address, source = None, "none"
        if contacted:
            address, source = self._upstream.address(exchange.head.host, contacted)
        if contacted and exchange.head.address is not None:
            address, source = exchange.head.address, "gateway"
        answered = MessageAnswered(
            id=exchange.head.id,
            status=response.status_code,
            headers=header_pairs(response.headers) + header_pairs(response.trailers),
            body=self._recording.body(body.kept),
            length=body.length,
            truncated=body.truncated,
            peer=contacted,
            address=address,
            address_from=source,
        )
        if exchange.sent:
            self._recording.write(answered)
        else:
            exchange.held.append(answered)

    def _fail(self, exchange: OpenExchange, why: str) -> None:
        if not exchange.sent:
            if exchange.request is None:
                layers = exchange.row.http_layers if exchange.row is not None else ()
                come = unfinished_request_body(layers, exchange.flow)
                exchange.request = BodyInFlight(exchange.start)
                if come:
                    exchange.request(come)
            self._write_sent(exchange, None)
        if exchange.response is not None and exchange.response.length and exchange.flow.response:
            self._write_answered(exchange, exchange.flow.response)
        head = exchange.head
        self._recording.write(Failed(id=head.id, conn=head.conn, host=head.host, port=head.port, error=why))
