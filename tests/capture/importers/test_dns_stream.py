"""DNS over TCP is read message by message."""

from __future__ import annotations

from harness.capture.importers.dns_stream import DnsStream, begins
from harness.capture.importers.http1_stream import Conversation
from harness.model.account import Unread
from harness.model.message import Direction, GapReason, Message, Transport

QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01h\x04test\x00\x00\x01\x00\x01"
FRAMED = len(QUESTION).to_bytes(2, "big") + QUESTION


def test_messages_come_apart_and_the_rest_is_a_gap() -> None:
    reader = DnsStream(Conversation(3, ("8.8.8.8", 53)), Direction.OUT)
    reader.add(FRAMED * 2 + FRAMED[:9], 5)

    first, second, gap = reader.read(ended=True)

    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert (first.body, first.transport, second.exchange) == (QUESTION, Transport.DNS, "3.1")
    assert isinstance(gap, Unread)
    assert (gap.reason, gap.size) == (GapReason.TRUNCATED, 9)


def test_nothing_is_read_behind_a_hole() -> None:
    reader = DnsStream(Conversation(3, ("8.8.8.8", 53)), Direction.OUT)
    assert list(reader.lose(4)) == []
    reader.add(FRAMED, 5)

    (gap,) = reader.read(ended=False)

    assert isinstance(gap, Unread)
    assert gap.reason is GapReason.SEGMENT_LOST


def test_how_it_begins() -> None:
    assert begins(FRAMED, Direction.OUT) is True
    assert begins(FRAMED, Direction.IN) is False
    assert begins(FRAMED[:5], Direction.OUT) is None
    assert begins(b"GET / HTTP/1.1\r\n", Direction.OUT) is False
