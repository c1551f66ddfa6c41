"""Connections of the phone to the recorder: owners, bytes, marks, and what stayed opaque."""

from __future__ import annotations

from collections import Counter

from harness.judge.attribution import Attribution
from harness.judge.findings import Connection, Mark
from harness.judge.gaps import Gaps
from harness.model.message import GapReason
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    TlsEstablished,
    TrafficMark,
)


class Traffic:
    """Folds the events of connections.  Attributed connections are forgotten once they are closed."""

    def __init__(self, attribution: Attribution, gaps: Gaps) -> None:
        self._attribution = attribution
        self._gaps = gaps
        self._open: dict[str, Connection] = {}
        self._closed_bytes: Counter[int | None] = Counter()
        self._closed_count: Counter[int | None] = Counter()
        self.connections: dict[str, Connection] = {}
        self.marks: dict[str, Mark] = {}
        self.offers: Counter[tuple[int | None, str, tuple[str, ...]]] = Counter()
        """(uid, host, versions offered) → how often."""

    def living(self, connection: str | None) -> Connection | None:
        """The connection of that name while it is open."""
        return self._open.get(connection or "")

    def owner(self, connection: str | None) -> int | None:
        """The uid behind a connection, None where nobody is known."""
        known = self.connections.get(connection or "")
        return known.uid if known else None

    def opened(self, event: ConnectionOpened) -> None:
        """A connection begins."""
        protocol = event.protocol or "tcp"
        uid = self._attribution.uid(event.client, event.time_us, protocol, event.server)
        connection = Connection(event.conn, uid, event.time_us, tcp=protocol == "tcp")
        self._open[event.conn] = connection
        self.connections[event.conn] = connection

    def hello(self, event: ClientHello) -> None:
        """What a client offers."""
        known = self._open.get(event.conn)
        host = event.sni or ""
        if known:
            known.host = known.host or host
            known.encrypted = True
        self.offers[known.uid if known else None, host, event.versions] += 1

    def established(self, event: TlsEstablished) -> None:
        """A finished handshake."""
        if event.side == "client" and (known := self._open.get(event.conn)):
            known.encrypted = True

    def closed(self, event: ConnectionClosed) -> None:
        """A connection ended; one of which not everything was read is a gap."""
        known = self._open.pop(event.conn, None)
        if known is None:
            self._gaps.add(
                GapReason.TCP_OPAQUE,
                None,
                "",
                "a connection ended whose beginning was not recorded",
                event.time_us,
                connection=event.conn,
                size=event.sent_bytes,
            )
            return
        if known.uid is not None:
            del self.connections[event.conn]
        known.closed_us, known.sent_bytes = event.time_us, event.sent_bytes
        self._closed_bytes[known.uid] += event.sent_bytes
        self._closed_count[known.uid] += known.tcp
        self._opaque(known, event.time_us)
        if event.requests is not None and event.requests != known.requests:
            self._gap(
                known,
                GapReason.TRUNCATED,
                f"{event.requests} messages were recorded on a connection, {known.requests} are there",
                event.time_us,
            )

    def finish(self, last_us: int) -> None:
        """The recording ends; a connection that outlives it, and of which nothing was read, is a gap."""
        for known in self._open.values():
            self._opaque(known, max(last_us, known.opened_us))

    def _opaque(self, known: Connection, end_us: int) -> None:
        if known.requests or known.refused:
            return
        if known.encrypted:
            self._gap(known, GapReason.TLS_OPAQUE, "a TLS connection without a readable message", end_us)
        elif known.sent_bytes:
            self._gap(known, GapReason.TCP_OPAQUE, "a connection without a readable message", end_us)

    def _gap(self, known: Connection, reason: GapReason, detail: str, end_us: int) -> None:
        self._gaps.add(
            reason,
            known.uid,
            known.host,
            detail,
            known.opened_us,
            connection=known.id,
            size=known.sent_bytes,
            end_us=end_us,
        )

    def mark(self, event: TrafficMark) -> None:
        """Bytes and connections of every uid up to a moment."""
        totals: Counter[int | None] = Counter(self._closed_bytes)
        counts: Counter[int | None] = Counter(self._closed_count)
        for connection, (sent, _) in event.conns.items():
            known = self._open.get(connection)
            if known:
                known.sent_bytes = sent
                totals[known.uid] += sent
                counts[known.uid] += known.tcp
        self.marks[event.mark] = Mark(event.time_us, totals, counts)
