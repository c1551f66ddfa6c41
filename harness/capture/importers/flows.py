"""The connections and datagrams of one capture, as messages, whoever took its packets apart."""

from __future__ import annotations

from collections.abc import Iterator

from harness.capture.importers.application_stream import Application, Shared
from harness.capture.importers.direction import Phones
from harness.capture.importers.frames import unread
from harness.capture.importers.http1_stream import MESSAGES, Conversation
from harness.capture.importers.tcp_connection import Connection
from harness.capture.importers.transport import Address, Datagram, Segment
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message, Transport

_DNS_PORTS = (53, 5353)
_MOST_CONNECTIONS = 4096
_MOST_MEMORY = 96 << 20
"""Open connections and what they keep; the one that was quiet longest is handed on first."""
_MOST_PAIRS = 65_536
_ANSWER = 0x80
"""The bit of a DNS message's third byte that marks an answer (RFC 1035 section 4.1.1)."""

Ends = tuple[Address, Address]


class Flows:
    """The connections and datagrams of one capture."""

    __slots__ = ("_account", "_connections", "_count", "_memory", "_pairs", "_phones")

    def __init__(self, account: Account, phones: Phones) -> None:
        self._account = account
        self._phones = phones
        self._connections: dict[Ends, Connection] = {}
        self._pairs: dict[Ends, Address] = {}
        self._count = self._memory = 0

    def take(self, part: Segment | Datagram) -> Iterator[Message | Unread]:
        """What a segment or datagram brings."""
        yield from self._segment(part) if isinstance(part, Segment) else self._datagram(part)

    def end(self) -> Iterator[Message | Unread]:
        """What is left at the end of the capture."""
        for connection in self._connections.values():
            yield from connection.end()

    def _connection(self, number: int, segment: Segment) -> Connection:
        shared = Shared()

        def make(talk: Conversation, direction: Direction, account: Account) -> Application:
            return Application(talk, direction, account, shared, secure=False)

        return Connection(number, segment, self._account, self._phones, make)

    def _segment(self, segment: Segment) -> Iterator[Message | Unread]:
        if segment.payload:
            self._account.book(Fate.CONTENT, MESSAGES, 0, 1)
        key = min(segment.source, segment.target), max(segment.source, segment.target)
        connection = self._connections.pop(key, None)
        if connection is not None and connection.is_another(segment):
            self._memory -= connection.memory
            yield from connection.end()
            connection = None
        if connection is None:
            if not (segment.payload or segment.missing or segment.opens):
                return
            connection = self._connection(self._count, segment)
            self._count += 1
        else:
            self._memory -= connection.memory
        self._connections[key] = connection
        yield from connection.take(segment)
        self._memory += connection.memory
        while self._memory > _MOST_MEMORY or len(self._connections) > _MOST_CONNECTIONS:
            oldest = self._connections.pop(next(iter(self._connections)))
            self._memory -= oldest.memory
            yield from oldest.end()

    def _datagram(self, datagram: Datagram) -> Iterator[Message | Unread]:
        client = self._client(datagram)
        outward = datagram.source == client
        server = datagram.target if outward else datagram.source
        direction = Direction.OUT if outward else Direction.IN
        if datagram.payload:
            self._account.book(Fate.CONTENT, MESSAGES, len(datagram.payload), 1)
            yield Message(
                exchange=ExchangeId(str(self._count)),
                direction=direction,
                transport=Transport.DNS if server[1] in _DNS_PORTS else Transport.UDP,
                sequence=self._count,
                time_us=datagram.time_us,
                host=server[0],
                port=server[1],
                scheme="udp",
                body=datagram.payload,
                truncated=datagram.missing > 0,
            )
            self._count += 1
        if datagram.missing:
            yield unread(
                self._account,
                GapReason.TRUNCATED,
                "the capture kept only the beginning of the packet",
                datagram.missing,
                f"packet {datagram.packet}",
                missing=True,
                time_us=datagram.time_us,
                other=server,
                direction=direction,
            )

    def _client(self, datagram: Datagram) -> Address:
        """Who began: by the phone's address, else by a DNS message's own word, else by who was first."""
        source, target, payload = datagram.source, datagram.target, datagram.payload
        sends = self._phones.sends(source[0], target[0])
        if sends is None:
            key = min(source, target), max(source, target)
            known = self._pairs.get(key)
            if known is None:
                answers = source[1] in _DNS_PORTS and len(payload) > 2 and bool(payload[2] & _ANSWER)  # noqa: PLR2004
                known = target if answers and target[1] not in _DNS_PORTS else source
                if len(self._pairs) >= _MOST_PAIRS:
                    self._pairs.pop(next(iter(self._pairs)))
                self._pairs[key] = known
            return known
        return source if sends else target
