"""The beginning and the end of each flow of the phone, as the recording has them."""

from __future__ import annotations

from collections.abc import Callable

from mitmproxy import connection

from harness.capture.connections import Connections, Row
from harness.capture.gateway.totals import Passed, Totals
from harness.capture.recording import Recording
from harness.model.wire import ConnectionClosed, ConnectionOpened, PayloadKept, RouterTotals, Way

Finisher = Callable[[Row, str], None]


class FlowRecord:
    """Writes flows down: connections to a proxy, and whatever passes a router.

    `finishers` end what is still open on a flow before its own end is written.
    """

    def __init__(
        self, recording: Recording, connections: Connections, finishers: tuple[Finisher, ...]
    ) -> None:
        self._recording = recording
        self._connections = connections
        self._finishers = finishers
        self._totals = Totals()

    def open(self, client: connection.Client, protocol: str, server: tuple[str, int] | None) -> Row:
        """Name a flow and write its beginning; `server` is where the phone meant to go, if that is known."""
        row = self._connections.open(self._recording.new_connection(), client, protocol, server)
        self._recording.write(
            ConnectionOpened(
                conn=row.conn,
                client=client.peername[:2],
                mode=client.proxy_mode.type_name,
                protocol=protocol,
                server=server,
            )
        )
        return row

    def is_open(self, row: Row) -> bool:
        """Whether its end was not written yet."""
        return self._connections.row(row.client) is row

    def finish(self, row: Row, why: str) -> None:
        """Write the end of a flow, after the ends of all that was open on it."""
        for finisher in self._finishers:
            finisher(row, why)
        self._keep(row)
        self._connections.close(row.client)
        self._account(row)
        self._recording.write(
            ConnectionClosed(
                conn=row.conn,
                sent_bytes=row.tally.sent,
                received_bytes=row.tally.received,
                requests=row.requests,
                tls=bool(row.client.tls),
                tunnel=row.tunnel,
                stream=row.stream,
                sent_packets=row.tally.sent_packets,
                received_packets=row.tally.received_packets,
            )
        )

    def total(self) -> None:
        """Write the account of all that passed a router."""
        self._recording.write(RouterTotals(routed=self._totals.result()))

    def _keep(self, row: Row) -> None:
        """Write what went over a flow, or over the end of one, of which no message could be read."""
        if row.tally.payloads is None:
            return
        ways: tuple[Way, Way] = ("out", "in")
        for direction, payload in zip(ways, row.tally.payloads, strict=True):
            if payload.length:
                self._recording.write(
                    PayloadKept(
                        conn=row.conn,
                        direction=direction,
                        body=self._recording.body(bytes(payload.kept)),
                        length=payload.length,
                        truncated=payload.length > len(payload.kept),
                        digest=payload.digest.hexdigest(),
                    )
                )

    def _account(self, row: Row) -> None:
        if row.server is not None:
            self._totals.add(
                Passed(
                    row.protocol,
                    row.client.peername[0],
                    *row.server,
                    row.tally.sent,
                    row.tally.received,
                    row.tally.sent_packets,
                    row.tally.received_packets,
                    read=row.requests > 0,
                )
            )
