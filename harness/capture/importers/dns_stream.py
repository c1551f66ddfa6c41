"""One direction of DNS over TCP or TLS as messages (RFC 1035 section 4.2.2, RFC 7858)."""

from __future__ import annotations

from collections.abc import Iterator

from harness.capture.importers.http1_stream import Conversation
from harness.model.account import Unread
from harness.model.message import ConnectionId, Direction, ExchangeId, GapReason, Message, Transport

PORTS = (53, 853)
_HEADER, _ANSWER = 12, 0x80
_OPCODES = 0x78
_MOST_QUESTIONS = 16


def begins(data: bytes, direction: Direction) -> bool | None:
    """Whether a direction opens with a DNS message; None where more must come."""
    if len(data) < 2 + _HEADER:
        return None
    size, flags, questions = int.from_bytes(data[:2], "big"), data[4], int.from_bytes(data[6:8], "big")
    answers = bool(flags & _ANSWER)
    return (
        size >= _HEADER
        and answers == (direction is Direction.IN)
        and not flags & _OPCODES
        and questions <= _MOST_QUESTIONS
    )


class DnsStream:
    """The reader of one direction."""

    def __init__(self, talk: Conversation, direction: Direction) -> None:
        self._talk = talk
        self._direction = direction
        self._count = self._time_us = self.framing = 0
        self._lost = False
        self.data = bytearray()

    def add(self, data: bytes, time_us: int) -> None:
        """Bytes that follow those before."""
        self._time_us = time_us
        self.data += data

    def lose(self, size: int) -> Iterator[Message | Unread]:
        """A hole: nothing tells where another message starts."""
        yield from self.read(ended=True)
        self._lost = self._lost or size > 0

    def read(self, *, ended: bool) -> Iterator[Message | Unread]:
        """Every message that is whole by now; at the end, the rest is a gap."""
        talk = self._talk
        while not self._lost and len(self.data) >= 2:  # noqa: PLR2004 (a length)
            end = 2 + int.from_bytes(self.data[:2], "big")
            if len(self.data) < end:
                break
            yield Message(
                exchange=ExchangeId(f"{talk.number}.{self._count}"),
                direction=self._direction,
                transport=Transport.DNS,
                sequence=talk.number,
                time_us=self._time_us,
                host=talk.server[0],
                port=talk.server[1],
                scheme="tcp",
                body=bytes(self.data[2:end]),
                connection=ConnectionId(str(talk.number)),
            )
            self._count += 1
            self.framing += 2
            del self.data[:end]
        if self.data and (ended or self._lost):
            reason = GapReason.SEGMENT_LOST if self._lost else GapReason.TRUNCATED
            where = f"connection {talk.number}"
            detail = "DNS messages that are not whole, or behind a hole"
            size = len(self.data)
            self.data.clear()
            yield Unread(reason, detail, size, where, self._time_us, *talk.server, self._direction)
