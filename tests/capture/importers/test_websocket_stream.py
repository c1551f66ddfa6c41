"""WebSocket messages are unmasked, joined and unpacked."""

from __future__ import annotations

import zlib

import pytest

from harness.capture.importers.http1_stream import Conversation
from harness.capture.importers.websocket_stream import WebSocket
from harness.model.account import Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message, Transport


def frame(head: int, content: bytes, mask: bytes = b"") -> bytes:
    size = len(content)
    masked = 128 if mask else 0
    short = size < 126
    length = bytes([size | masked]) if short else bytes([126 | masked]) + size.to_bytes(2, "big")
    if mask:
        content = bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))
    return bytes([head]) + length + mask + content


def read(data: bytes, step: int = 1 << 20) -> list[Message | Unread]:
    reader = WebSocket(Conversation(3, ("1.2.3.4", 80)), Direction.OUT, ExchangeId("3.0"), "h.test", "http")
    found: list[Message | Unread] = []
    for at in range(0, len(data), step):
        reader.add(data[at : at + step], 5)
        found += reader.read(ended=False)
    return [*found, *reader.read(ended=True)]


def bodies(data: bytes, step: int = 1 << 20) -> list[bytes]:
    return [one.body for one in read(data, step) if isinstance(one, Message)]


@pytest.mark.parametrize("step", [1, 1000])
def test_messages_are_unmasked_and_joined(step: int) -> None:
    data = frame(0x81, b"x" * 300, b"abcd") + frame(1, b"on", b"\1\2\3\4") + frame(0x89, b"ping")
    data += frame(0x80, b"e", b"wxyz")

    assert bodies(data, step) == [b"x" * 300, b"ping", b"one"]


def test_compression_keeps_its_window() -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = [(packer.compress(b"the same words") + packer.flush(zlib.Z_SYNC_FLUSH))[:-4] for _ in range(2)]

    assert bodies(b"".join(frame(0xC1, one, b"abcd") for one in packed)) == [b"the same words"] * 2


def test_what_it_belongs_to() -> None:
    (found,) = read(frame(0x82, b"\0"))

    assert isinstance(found, Message)
    assert (found.exchange, found.transport, found.host) == ("3.0", Transport.WEBSOCKET, "h.test")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(frame(0xC1, b"\xff\xff"), GapReason.DAMAGED), (frame(0x81, b"abc")[:-1], GapReason.TRUNCATED)],
)
def test_what_cannot_be_read_is_a_gap(data: bytes, reason: GapReason) -> None:
    (gap,) = read(data)

    assert isinstance(gap, Unread)
    assert gap.reason is reason


def test_a_message_without_its_end_is_truncated() -> None:
    (found,) = read(frame(1, b"on"))

    assert isinstance(found, Message)
    assert found.truncated
