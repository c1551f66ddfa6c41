"""A TCP connection whose TLS records come with what was decrypted of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.capture.importers.direction import Phones
from harness.capture.importers.flows import Flows
from harness.capture.importers.tcp_connection import Connection
from harness.capture.importers.tls_stream import Session
from harness.capture.importers.transport import Segment
from harness.capture.importers.tshark_row import Records
from harness.model.account import Account, Unread
from harness.model.message import Message


@dataclass(frozen=True, slots=True)
class RecordSegment(Segment):
    """A segment that completes TLS records."""

    records: Records


class TlsConnection(Connection):
    """One connection, in clear or in TLS."""

    __slots__ = ("_session",)

    def __init__(self, number: int, segment: Segment, account: Account, phones: Phones) -> None:
        self._session = Session()
        super().__init__(number, segment, account, phones, self._session)

    def take(self, segment: Segment) -> Iterator[Message | Unread]:
        """A segment of it; what can be read by now.

        Records come first: with the segment the stream may end.
        """
        if isinstance(segment, RecordSegment):
            self._session.take(segment.source, segment.records, segment.time_us)
        yield from self._session.drain()
        yield from super().take(segment)
        yield from self._session.drain()


class TlsFlows(Flows):
    """The connections and datagrams of a capture, with what was decrypted."""

    __slots__ = ()

    def _connection(self, number: int, segment: Segment) -> Connection:
        return TlsConnection(number, segment, self._account, self._phones)
