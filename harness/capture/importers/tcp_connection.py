"""TCP connections: which end is the client, both directions in order, their messages and what is missing."""

# ruff: noqa: FBT001 (`mine` is a key of the two directions)

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from harness.capture.importers import tcp_stream
from harness.capture.importers.direction import Phones
from harness.capture.importers.frames import unread
from harness.capture.importers.http1_stream import Conversation, Direct
from harness.capture.importers.tcp_stream import Hole, Piece, Stream
from harness.capture.importers.transport import RST, Address, Segment
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason, Message

_REPEATED = "repeated segments"
_METHODS = (b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE ", b"OPTIONS ", b"PATCH ", b"CONNECT ")
_MOST_WAITING = 1 << 20


class Reader(Protocol):
    """What reads one direction."""

    @property
    def data(self) -> bytearray:
        """Bytes that wait for more."""
        ...

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        ...

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole of so many bytes."""
        ...

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest too."""
        ...

    def apart(self, data: bytes, time_us: int) -> Message:
        """Bytes that belong to the connection and to no place in its stream."""
        ...


Readers = Callable[[Conversation, Direction, Account], Reader]


class Connection:
    """One connection of a capture."""

    __slots__ = (
        "_account",
        "_client",
        "_ends",
        "_make",
        "_number",
        "_phones",
        "_readers",
        "_streams",
        "_time_us",
        "reset",
    )

    def __init__(
        self, number: int, segment: Segment, account: Account, phones: Phones, make: Readers = Direct
    ) -> None:
        self._number = number
        self._account = account
        self._phones = phones
        self._ends = segment.source, segment.target
        self._streams = {True: Stream(), False: Stream()}
        """By whether the first packet's source sent it."""
        self._client: Address | None = None
        self._make = make
        self._readers: dict[bool, Reader] = {}
        self._time_us = segment.time_us
        self.reset = False

    @property
    def memory(self) -> int:
        """Bytes that it keeps."""
        return sum(s.memory for s in self._streams.values()) + sum(
            len(r.data) for r in self._readers.values()
        )

    def is_another(self, segment: Segment) -> bool:
        """Whether a segment opens a new connection between the same ends."""
        return segment.opens and not self._streams[segment.source == self._ends[0]].opens_as(segment.start)

    def take(self, segment: Segment) -> Iterator[Message | Unread]:
        """A segment of it; what can be read by now."""
        if segment.opens and not self._readers:
            self._client = segment.target if segment.acknowledged is not None else segment.source
            self._phones.learn(self._client[0])
        self._time_us = segment.time_us
        mine = segment.source == self._ends[0]
        stream, other = self._streams[mine], self._streams[not mine]
        if segment.acknowledged is not None and not segment.flags & RST:
            other.acknowledge(segment.acknowledged)
        yield from self._events(mine, stream.take(segment), f"packet {segment.packet}")
        self.reset = self.reset or bool(segment.flags & RST)
        yield from self._read()

    def end(self) -> Iterator[Message | Unread]:
        """Everything that is left: the client's side first, as answers are read by what was asked."""
        for mine in sorted(self._streams, key=lambda mine: not self._is_client(mine)):
            yield from self._events(mine, self._streams[mine].flush(), f"connection {self._number}")
            if mine in self._readers:
                yield from self._readers[mine].read(ended=True)

    def _is_client(self, mine: bool) -> bool:
        return self._client == self._ends[0 if mine else 1]

    def _read(self) -> Iterator[Message | Unread]:
        for mine, reader in sorted(self._readers.items(), key=lambda item: not self._is_client(item[0])):
            waits = self._streams[not mine].waiting and not self._is_client(mine)
            if not waits or len(reader.data) > _MOST_WAITING:
                yield from reader.read(ended=self._streams[mine].ended)

    def _events(self, mine: bool, events: Iterator[Piece | Hole], where: str) -> Iterator[Message | Unread]:
        for event in events:
            if isinstance(event, Hole):
                reader = self._reader(mine, b"")
                yield from reader.lose(event.size)
                yield self._gap(
                    mine, event.reason, "a TCP segment is not in the capture", event.size, where, missing=True
                )
            elif event.fate is tcp_stream.Fate.NEXT:
                self._reader(mine, event.data).add(event.data, event.time_us)
            elif event.fate is tcp_stream.Fate.REPEATED:
                self._account.book(Fate.STRUCTURE, _REPEATED, len(event.data))
            elif event.fate is tcp_stream.Fate.APART:
                yield self._reader(mine, event.data).apart(event.data, event.time_us)
            else:
                detail = "a repeated TCP segment with other bytes"
                yield self._gap(mine, GapReason.DAMAGED, detail, len(event.data), f"packet {event.packet}")

    def _reader(self, mine: bool, data: bytes) -> Reader:
        """The reader of a direction; with the first one it is settled who the client is."""
        if not self._readers:
            source, target = self._ends if mine else self._ends[::-1]
            if self._client is None:
                sends = not data.startswith(b"HTTP/1.") and (
                    data.startswith(_METHODS) or self._phones.sends(source[0], target[0]) is not False
                )
                self._client = source if sends else target
            server = self._ends[1] if self._client == self._ends[0] else self._ends[0]
            talk = Conversation(self._number, server)
            for one in (True, False):
                direction = Direction.OUT if self._is_client(one) else Direction.IN
                self._readers[one] = self._make(talk, direction, self._account)
        return self._readers[mine]

    def _gap(
        self, mine: bool, reason: GapReason, detail: str, size: int, where: str, *, missing: bool = False
    ) -> Unread:
        server = self._ends[1] if self._is_client(True) else self._ends[0]
        return unread(
            self._account,
            reason,
            detail,
            size,
            where,
            missing=missing,
            time_us=self._time_us,
            other=server,
            direction=Direction.OUT if self._is_client(mine) else Direction.IN,
        )
