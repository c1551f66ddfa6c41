"""The way out: tunnels and upstream connections are let through or refused here, and recorded."""

from __future__ import annotations

from mitmproxy import http
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from harness.capture.connections import Connections
from harness.capture.guard import Guard, hook
from harness.capture.recording import Recording
from harness.capture.upstream import Upstream
from harness.model.wire import Failed, Headers, Refused, Tunnel

EXPECTED_IN_CONNECT = frozenset(
    {"host", "user-agent", "proxy-connection", "connection", "proxy-authorization", "keep-alive"}
)
"""Headers of CONNECT that carry nothing of a page; any other makes the tunnel a gap, never silence."""


def header_pairs(headers: http.Headers | None) -> Headers:
    """Header fields in their order, byte by byte."""
    fields = headers.fields if headers is not None else ()
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in fields)


class DoorEvents:
    """The addon for CONNECT and for connections to upstream servers."""

    def __init__(
        self, guard: Guard, recording: Recording, connections: Connections, upstream: Upstream
    ) -> None:
        self.guard = guard
        self._recording = recording
        self._connections = connections
        self._upstream = upstream

    @hook
    def http_connect(self, flow: http.HTTPFlow) -> None:
        """A tunnel is asked for: refused where a rehearsal may not go."""
        host, port = flow.request.host, flow.request.port
        conn = self._connections.name(flow.client_conn)
        headers = header_pairs(flow.request.headers)
        row = self._connections.row(flow.client_conn)
        if row is not None:
            row.tunnel = Tunnel(host, port, headers)
        odd = [name for name, _ in headers if name.lower() not in EXPECTED_IN_CONNECT]
        if odd:
            error = f"CONNECT carried headers that nobody reads: {', '.join(odd)}"
            self._recording.write(Failed(conn=conn, host=host, port=port, error=error))
        if not self._upstream.is_canary(host):
            flow.response = self.refusal(conn, host, port)

    @hook
    def server_connect(self, data: ServerConnectionHookData) -> None:
        """The last door before an upstream connection is opened."""
        host, port = (data.server.address or ("", 0))[:2]
        reason = self._upstream.refusal(host, port)
        if reason is not None:
            conn = self._connections.name(data.client)
            named = self._connections.called(data.client, host) or host
            self._recording.write(Refused(conn=conn, host=named, port=port, reason=reason))
            data.server.error = reason

    def refusal(self, conn: str, host: str, port: int) -> http.Response | None:
        """The answer of a proxy that cannot reach this host, recorded; None where it may be reached."""
        reason = self._upstream.refusal(host, port)
        if reason is None:
            return None
        self._recording.write(Refused(conn=conn, host=host, port=port, reason=reason))
        text = reason.encode("utf-8", "backslashreplace")
        return http.Response.make(502, text, {"Content-Type": "text/plain; charset=utf-8"})
