"""One direction of a connection, in clear or decrypted: HTTP/2 where it opens so, else what `http1_stream` reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from harness.capture.importers import http2_stream
from harness.capture.importers.http1_stream import MESSAGES, Conversation, Direct
from harness.capture.importers.http2_stream import Http2
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, Message, Transport

HTTP2 = "HTTP/2 frames"


@dataclass(slots=True)
class Shared:
    """What both directions know: whether HTTP/2 is spoken, and whom its streams asked."""

    http2: bool | None = None
    names: dict[int, str] = field(default_factory=dict)


class Application:
    """The reader of one direction; with `secure` its bytes came out of TLS."""

    __slots__ = ("_account", "_direct", "_direction", "_http2", "_scheme", "_shared", "_start", "_talk", "_time_us")

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
        self._http2: Http2 | None = None

    @property
    def data(self) -> bytearray:
        """Bytes that wait for more."""
        reader = self._direct or self._http2
        return self._start if reader is None else reader.data

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        if self._direct is None and self._http2 is None:
            self._time_us = self._time_us if self._start else time_us
            self._start += data
            self._choose(ended=False)
        elif self._direct is not None:
            self._direct.add(data, time_us)
        elif self._http2 is not None:
            self._http2.add(data, time_us)

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole of so many bytes."""
        self._choose(ended=True)
        if self._http2 is not None:
            yield from self._framed(self._http2.lose(size))
        elif self._direct is not None:
            yield from self._named(self._direct.lose(size))

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        if self._start:
            self._choose(ended=ended)
        if self._http2 is not None:
            yield from self._framed(self._http2.read(ended=ended))
        elif self._direct is not None:
            yield from self._named(self._direct.read(ended=ended))

    def apart(self, data: bytes, time_us: int) -> Message:
        """Bytes that belong to the connection and to no place in its stream."""
        return Direct(self._talk, self._direction, self._account).apart(data, time_us)

    def _choose(self, *, ended: bool) -> None:
        if self._direct is not None or self._http2 is not None:
            return
        begins = http2_stream.begins(bytes(self._start[:24]), self._direction)
        if begins is None and not ended:
            return
        if begins and (self._direction is Direction.OUT or self._shared.http2 is not False):
            self._http2 = Http2(self._talk, self._direction, self._scheme, self._shared.names)
            self._http2.add(bytes(self._start), self._time_us)
        else:
            self._direct = Direct(self._talk, self._direction, self._account)
            self._direct.add(bytes(self._start), self._time_us)
        if self._direction is Direction.OUT:
            self._shared.http2 = self._http2 is not None
        self._start.clear()

    def _named(self, found: Iterator[Message]) -> Iterator[Message]:
        for message in found:
            yield replace(message, scheme=self._scheme) if message.transport is Transport.HTTP else message

    def _framed(self, found: Iterator[Message | Unread]) -> Iterator[Message | Unread]:
        """What HTTP/2 gives, with its bytes booked: its reader keeps no account."""
        before = len(self.data)
        gaps = 0
        content = 0
        things = list(found)
        for one in things:
            if isinstance(one, Unread):
                gaps += one.size
                self._account.book(Fate.GAP, one.reason.value, one.size)
            else:
                content += 1
        size = before - len(self.data)
        self._account.book(Fate.CONTENT, HTTP2 if not content else MESSAGES, max(size - gaps, 0))
        yield from things
