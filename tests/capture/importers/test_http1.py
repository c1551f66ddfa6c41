"""HTTP/1 out of a byte stream, in whatever pieces it comes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from harness.capture.importers.http1 import Pending, messages_of
from harness.model.message import Direction, Message, Transport


@dataclass
class Connection:
    number: int = 7
    server: tuple[str, int] = ("1.2.3.4", 80)
    time_us: int = 0
    pending: Pending = field(default_factory=Pending)


def read(stream: bytes, size: int, direction: Direction = Direction.OUT, most: int = 10_000) -> list[Message]:
    """The messages of a stream that comes in pieces of a size."""
    flow, data, found = Connection(), bytearray(), []
    for at in range(0, len(stream), size):
        data += stream[at : at + size]
        found += messages_of(flow, data, direction, ended=False, most=most)
    return found + list(messages_of(flow, data, direction, ended=True, most=most))


TWO = b"POST /a HTTP/1.1\r\nHost: h.test:80\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nhell\r\n1\r\no\r\n0\r\n\r\n"
    b"HTTP/1.1 204 No\r\n\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_requests_are_the_same_in_any_pieces(size: int) -> None:
    first, second = read(TWO, size)

    assert (first.method, first.target, first.host, first.body, first.exchange) == (
        "POST",
        b"/a",
        "h.test",
        b"abc",
        "7.0",
    )
    assert (second.method, second.target, second.host, second.exchange) == ("GET", b"/b", "1.2.3.4", "7.1")


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_chunks_are_joined(size: int) -> None:
    first, second = read(CHUNKED, size, Direction.IN)

    assert (first.status, first.body, second.status, second.body) == (200, b"hello", 204, b"")


def test_a_body_cut_off_is_truncated() -> None:
    (message,) = read(b"POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", 1000)

    assert (message.body, message.truncated) == (b"abc", True)


def test_another_protocol_is_opaque_and_bounded() -> None:
    found = read(b"\x16\x03\x01" + bytes(300), 10, most=100)

    assert {m.transport for m in found} == {Transport.TCP}
    assert b"".join(m.body for m in found) == b"\x16\x03\x01" + bytes(300)


def test_a_request_that_never_ends_is_opaque() -> None:
    assert read(b"GET /" + b"a" * 500, 10, most=100)[0].transport is Transport.TCP
