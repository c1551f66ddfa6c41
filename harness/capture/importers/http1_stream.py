"""One direction of a connection as messages: HTTP/1 where it is, and opaque pieces where it is not.

Each direction is read on its own: what is odd in one does not touch the other.  After a hole, or what is no
HTTP, reading goes on at the next place where a message starts; what precedes is handed on as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from harness.capture.importers.http1 import next_start, parse
from harness.capture.importers.http1_message import SWITCHING, Parsed, Wait, value_of
from harness.model.account import Account, Fate
from harness.model.message import ConnectionId, Direction, ExchangeId, Message, Transport

MESSAGES, FRAMING = "messages", "HTTP/1 framing"
_LARGE = 1 << 16
"""Bytes from which a message that is not whole is looked at again only when it has grown by an eighth."""
_MOST_OPAQUE = 1 << 20
_MOST_CONTENT = 32 << 20
"""Bytes that are kept before they are handed on: of anything, and of an HTTP message."""
_SUCCESS = range(200, 300)


@dataclass(slots=True)
class Conversation:
    """What the two directions of a connection know of each other."""

    number: int
    server: tuple[str, int]
    requests: int = 0
    strangers: int = 0
    asked: deque[tuple[int, str, str]] = field(default_factory=deque)
    """Requests without an answer: number, method, host."""
    switched: bool = False
    """Whether it speaks another protocol by now (101)."""


class _State(Enum):
    START = "a message is to start"
    REST = "the content of a message that was handed on goes on"
    SEEK = "no message starts here"


class Direct:
    """The reader of one direction."""

    __slots__ = (
        "_account",
        "_cut",
        "_direction",
        "_needed",
        "_rest",
        "_scanned",
        "_state",
        "_taken",
        "_talk",
        "_times",
        "data",
    )

    def __init__(self, talk: Conversation, direction: Direction, account: Account) -> None:
        self._talk = talk
        self._direction = direction
        self._account = account
        self._state = _State.START
        self._needed = self._rest = self._scanned = self._taken = 0
        self._times: deque[tuple[int, int]] = deque()
        self._cut = False
        self.data = bytearray()

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        self._times.append((self._taken + len(self.data), time_us))
        self.data += data

    def lose(self, size: int) -> Iterator[Message]:
        """A hole: what was read before it is handed on, and nothing is joined over it."""
        self._cut = bool(self.data)
        yield from self.read(ended=True)
        if self._direction is Direction.OUT and self._state is not _State.REST:
            self._talk.asked.clear()
        if self._state is _State.REST and self._rest >= size:
            self._rest -= size
            if not self._rest:
                self._state = _State.START
        else:
            self._state, self._scanned = _State.SEEK, 0
        self._cut = True

    def read(self, *, ended: bool) -> Iterator[Message]:
        """Every message that is whole by now; at the end, the rest too."""
        while self.data:
            before = len(self.data), self._state
            if self._talk.switched:
                yield from self._hand_on(ended=ended)
            elif self._state is _State.REST:
                yield from self._go_on(ended=ended)
            elif self._state is _State.SEEK:
                yield from self._seek(ended=ended)
            else:
                yield from self._start(ended=ended)
            if (len(self.data), self._state) == before:
                return

    def apart(self, data: bytes, time_us: int) -> Message:
        """Bytes that belong to the connection and to no place in its stream."""
        return self._opaque(data, time_us, truncated=True)

    @property
    def _time_us(self) -> int:
        """When the first byte came."""
        while len(self._times) > 1 and self._times[1][0] <= self._taken:
            self._times.popleft()
        return self._times[0][1]

    def _hand_on(self, *, ended: bool) -> Iterator[Message]:
        if ended or len(self.data) > _MOST_OPAQUE:
            yield self._piece(len(self.data))

    def _go_on(self, *, ended: bool) -> Iterator[Message]:
        size = min(self._rest, len(self.data))
        if size == self._rest or ended or size > _MOST_OPAQUE:
            yield self._piece(size)
            self._rest -= size
            if not self._rest:
                self._state = _State.START

    def _seek(self, *, ended: bool) -> Iterator[Message]:
        start = next_start(self.data, self._direction, self._scanned)
        if start is not None:
            if start:
                yield self._piece(start)
            self._state, self._scanned, self._needed = _State.START, 0, 0
        elif ended or len(self.data) > _MOST_OPAQUE:
            yield self._piece(len(self.data))
            self._scanned = 0
        else:
            line = self.data.rfind(b"\n", 0, -1)
            self._scanned = max(self._scanned, line, len(self.data) - 70_000, 0)

    def _start(self, *, ended: bool) -> Iterator[Message]:
        if self.data[0] in b"\r\n":
            blank = len(self.data) - len(self.data.lstrip(b"\r\n"))
            self._account.book(Fate.STRUCTURE, FRAMING, blank)
            self._forget(blank)
            return
        full = len(self.data) > _MOST_CONTENT
        if len(self.data) < self._needed and not ended and not full:
            return
        talk = self._talk
        asked = talk.asked[0] if talk.asked and self._direction is Direction.IN else None
        method = asked[1] if asked else ""
        parsed = parse(self.data, self._direction, method, ended=ended or full)
        if parsed is None:
            self._state, self._scanned = _State.SEEK, 1
        elif isinstance(parsed, Wait):
            size = len(self.data)
            self._needed = max(parsed.size, size + size // 8 if size > _LARGE else 0)
        else:
            yield self._message(parsed, asked)
            if not parsed.whole:
                self._state, self._scanned = _State.SEEK, 0
                if parsed.rest is not None:
                    self._state, self._rest = _State.REST, parsed.rest

    def _message(self, parsed: Parsed, asked: tuple[int, str, str] | None) -> Message:
        talk = self._talk
        number, host = "", talk.server[0]
        if self._direction is Direction.OUT:
            number = str(talk.requests)
            host = _host(value_of(parsed.headers, b"host")) or host
            talk.asked.append((talk.requests, parsed.method, host))
            talk.requests += 1
        elif asked is None:
            number = f"unasked-{talk.strangers}"
            talk.strangers += not parsed.informational
        else:
            number, host = str(asked[0]), asked[2]
            if not parsed.informational:
                talk.asked.popleft()
        if parsed.status == SWITCHING:
            talk.switched = True
        if parsed.framing:
            self._account.book(Fate.STRUCTURE, FRAMING, parsed.framing)
        self._account.book(Fate.CONTENT, MESSAGES, parsed.size - parsed.framing)
        message = Message(
            exchange=ExchangeId(f"{talk.number}.{number}"),
            direction=self._direction,
            transport=Transport.HTTP,
            sequence=talk.number,
            time_us=self._time_us,
            host=host,
            port=talk.server[1],
            scheme="http",
            method=parsed.method,
            target=parsed.target,
            headers=parsed.headers,
            status=parsed.status,
            body=parsed.body,
            connection=ConnectionId(str(talk.number)),
            truncated=not parsed.whole,
        )
        self._forget(parsed.size)
        return message

    def _piece(self, size: int) -> Message:
        """The first bytes as they are."""
        message = self._opaque(bytes(self.data[:size]), self._time_us, truncated=self._cut)
        self._forget(size)
        return message

    def _forget(self, size: int) -> None:
        del self.data[:size]
        self._taken += size
        self._needed, self._cut = 0, False

    def _opaque(self, data: bytes, time_us: int, *, truncated: bool) -> Message:
        talk = self._talk
        self._account.book(Fate.CONTENT, MESSAGES, len(data))
        return Message(
            exchange=ExchangeId(str(talk.number)),
            direction=self._direction,
            transport=Transport.TCP,
            sequence=talk.number,
            time_us=time_us,
            host=talk.server[0],
            port=talk.server[1],
            scheme="tcp",
            body=data,
            connection=ConnectionId(str(talk.number)),
            truncated=truncated,
        )


def _host(value: bytes) -> str:
    """The host of a Host header, without its port (RFC 9110 section 7.2)."""
    text = value.decode("latin-1")
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]
