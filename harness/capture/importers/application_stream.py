"""One direction of a connection in clear or TLS: HTTP/2, WebSocket, DNS, else as `http1_stream` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from harness.capture.importers import dns_stream, http2_stream
from harness.capture.importers.dns_stream import DnsStream
from harness.capture.importers.http1_message import SWITCHING, value_of
from harness.capture.importers.http1_stream import MESSAGES, Conversation, Direct
from harness.capture.importers.http2_stream import Http2
from harness.capture.importers.websocket_stream import WebSocket
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, Message, Transport

FRAMES = "HTTP/2, WebSocket and DNS framing"


@dataclass(slots=True)
class Shared:
    """What both directions know: whether HTTP/2 is spoken, whom its streams asked, what became WebSocket."""

    http2: bool | None = None
    names: dict[int, str] = field(default_factory=dict)
    upgrade: Message | None = None


class Application:
    """The reader of one direction; with `secure` its bytes came out of TLS."""

    __slots__ = (
        "_account",
        "_direct",
        "_direction",
        "_framed",
        "_scheme",
        "_shared",
        "_start",
        "_talk",
        "_time_us",
    )

    def __init__(
        self, talk: Conversation, direction: Direction, account: Account, shared: Shared, *, secure: bool
    ) -> None:
        self._talk = talk
        self._direction = direction
        self._account = account
        self._shared = shared
        self._scheme = "https" if secure else "http"
        self._start = bytearray()
        self._time_us = 0
        self._direct: Direct | None = None
        self._framed: Http2 | WebSocket | DnsStream | None = None

    @property
    def data(self) -> bytearray:
        """Bytes that wait for more."""
        reader = self._framed or self._direct
        return self._start if reader is None else reader.data

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        self._time_us = time_us
        reader = self._framed or self._direct
        if reader is not None:
            reader.add(data, time_us)
        else:
            self._start += data
            self._choose(ended=False)

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole of so many bytes."""
        self._choose(ended=True)
        if self._framed is not None:
            yield from self._booked(self._framed.lose(size))
        elif self._direct is not None:
            yield from self._named(self._direct.lose(size))

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        if self._start:
            self._choose(ended=ended)
        self._switch()
        if self._direct is not None and self._framed is None:
            yield from self._named(self._direct.read(ended=False))
            self._switch()
        if self._direct is not None and self._framed is None:
            yield from self._named(self._direct.read(ended=ended))
        if self._framed is not None:
            yield from self._booked(self._framed.read(ended=ended))

    def apart(self, data: bytes, time_us: int) -> Message:
        """Bytes that belong to the connection and to no place in its stream."""
        return Direct(self._talk, self._direction, self._account).apart(data, time_us)

    def _choose(self, *, ended: bool) -> None:
        """Settles by its first bytes what a direction speaks."""
        if self._direct is not None or self._framed is not None:
            return
        start = bytes(self._start[:24])
        asks_names = self._talk.server[1] in dns_stream.PORTS
        kinds = dns_stream if asks_names else http2_stream
        begins = kinds.begins(start, self._direction)
        if begins is None and not ended:
            return
        talk = self._talk
        if begins and asks_names:
            self._framed = DnsStream(talk, self._direction)
        elif begins and (self._direction is Direction.OUT or self._shared.http2 is not False):
            self._framed = Http2(talk, self._direction, self._scheme, self._shared.names)
        else:
            self._direct = Direct(talk, self._direction, self._account)
        if self._direction is Direction.OUT:
            self._shared.http2 = self._direct is None
        (self._framed or self._direct or self).add(bytes(self._start), self._time_us)
        self._start.clear()

    def _switch(self) -> None:
        """Goes on as WebSocket where the answer said so."""
        upgrade = self._shared.upgrade
        if upgrade is None or self._framed is not None or self._direct is None:
            return
        socket = WebSocket(self._talk, self._direction, upgrade.exchange, upgrade.host, self._scheme)
        socket.add(bytes(self._direct.data), self._time_us)
        self._direct.data.clear()
        self._framed = socket

    def _named(self, found: Iterator[Message]) -> Iterator[Message]:
        for message in found:
            if message.transport is not Transport.HTTP:
                yield message
                continue
            if message.status == SWITCHING and value_of(message.headers, b"upgrade").lower() == b"websocket":
                self._shared.upgrade = message
            yield replace(message, scheme=self._scheme)

    def _booked(self, found: Iterator[Message | Unread]) -> Iterator[Message | Unread]:
        """What a framed protocol gives, with its bytes booked: its reader keeps no account."""
        before = len(self.data)
        things = list(found)
        size = before - len(self.data)
        for one in things:
            if isinstance(one, Unread):
                gap = min(one.size, size)
                size -= gap
                self._account.book(Fate.GAP, one.reason.value, gap)
        framing = 0
        if self._framed is not None:
            framing, self._framed.framing = min(self._framed.framing, size), 0
        self._account.book(Fate.STRUCTURE, FRAMES, framing)
        self._account.book(Fate.CONTENT, MESSAGES, size - framing)
        yield from things
