"""HTTP/2 as h2 writes it is read back frame by frame."""

from __future__ import annotations

import pytest

from harness.capture.importers.http1_stream import Conversation
from harness.capture.importers.http2_stream import PREFACE, Http2, authority, begins
from harness.model.account import Unread
from harness.model.message import Direction, GapReason, Message

TALK = Conversation(3, ("1.2.3.4", 443))
GET = b"\x82\x84\x87\x41\x06h.test"
"""HPACK: GET, /, https, and an authority (RFC 7541 appendix A)."""


def frame(kind: int, flags: int, stream: int, content: bytes = b"") -> bytes:
    return len(content).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + content


def read(data: bytes, step: int = 1 << 20, *, ended: bool = True) -> list[Message | Unread]:
    reader = Http2(TALK, Direction.OUT, "https", {})
    found: list[Message | Unread] = []
    for at in range(0, len(data), step):
        reader.add(data[at : at + step], 5)
        found += reader.read(ended=False)
    return [*found, *reader.read(ended=ended)]


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_frames_of_two_streams_stay_apart(step: int) -> None:
    data = PREFACE + frame(4, 0, 0) + frame(1, 4, 1, GET) + frame(1, 5, 3, GET)
    data += frame(0, 0, 1, b"ab") + frame(0, 9, 1, b"\x02cd\0\0")

    first, second = read(data, step)

    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert (first.exchange, first.body, second.exchange, second.body) == ("3.3", b"", "3.1", b"abcd")
    assert (second.method, second.host, second.target, second.truncated) == ("GET", "h.test", b"/", False)


def test_headers_go_on_in_continuations() -> None:
    (found,) = read(PREFACE + frame(1, 1, 1, GET[:3]) + frame(9, 4, 1, GET[3:]))

    assert isinstance(found, Message)
    assert found.host == "h.test"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (frame(1, 5, 1, b"\xff\xff\xff\xff\xff"), GapReason.DAMAGED),
        (frame(0, 8, 1, b"\x09a"), GapReason.DAMAGED),
        (frame(0xBE, 0, 1, b"a"), GapReason.UNKNOWN_FORMAT),
        (frame(7, 0, 0, bytes(8) + b"why"), GapReason.UNKNOWN_FORMAT),
        (frame(1, 5, 1, GET)[:-1], GapReason.TRUNCATED),
    ],
)
def test_what_cannot_be_read_is_a_gap(data: bytes, reason: GapReason) -> None:
    assert reason in {one.reason for one in read(PREFACE + data) if isinstance(one, Unread)}


def test_a_stream_that_does_not_end_is_truncated() -> None:
    (found,) = read(PREFACE + frame(1, 4, 1, GET))

    assert isinstance(found, Message)
    assert found.truncated


def test_nothing_is_read_behind_a_hole() -> None:
    reader = Http2(TALK, Direction.OUT, "https", {})
    reader.add(PREFACE + frame(1, 4, 1, GET), 0)
    (cut,) = reader.lose(10)
    reader.add(frame(1, 5, 3, GET), 0)
    (gap,) = reader.read(ended=False)

    assert isinstance(cut, Message)
    assert cut.truncated
    assert isinstance(gap, Unread)
    assert gap.reason is GapReason.SEGMENT_LOST


def test_how_it_begins() -> None:
    assert begins(PREFACE, Direction.OUT) is True
    assert begins(PREFACE[:5], Direction.OUT) is None
    assert begins(b"POST /", Direction.OUT) is False
    assert begins(frame(4, 0, 0), Direction.IN) is True
    assert begins(b"HTTP/1.1 200", Direction.IN) is False


@pytest.mark.parametrize(("text", "host"), [(b"h:1", "h"), (b"[::1]:1", "::1"), (b"a@h", "h"), (b"", "")])
def test_an_authority_gives_its_host(text: bytes, host: str) -> None:
    assert authority(text) == host
