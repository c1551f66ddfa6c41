"""The answer of an entry, and the messages of its WebSocket."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from harness.capture.importers import har_file
from harness.model.message import Direction, GapReason, Transport
from tests.capture.importers.reading import archive, entry, holds, http, read, response


def test_a_response_is_a_message_of_its_own() -> None:
    content = {"text": base64.encodebytes(b"hello" * 30).decode(), "encoding": "base64"}

    out, back = http(read(har_file.read, archive(response(content=content)))[0])

    assert (back.direction, back.status, back.body) == (Direction.IN, 200, b"hello" * 30)
    assert back.exchange == out.exchange


def test_a_body_is_handed_on_as_it_is_stored_whatever_its_label_says() -> None:
    headers = [{"name": "Content-Encoding", "value": "gzip"}]
    packed = base64.b64encode(gzip.compress(b"x")).decode()
    for content, body in (
        ({"text": "x"}, b"x"),
        ({"text": packed, "encoding": "base64"}, gzip.compress(b"x")),
    ):
        messages, gaps, _ = read(har_file.read, archive(response(headers=headers, content=content)))

        assert http(messages)[1].body == body
        assert not gaps


def test_base64_that_is_none_is_searched_as_it_is_and_a_gap() -> None:
    messages, gaps, _ = read(
        har_file.read, archive(response(content={"text": "a b*c", "encoding": "base64"}))
    )

    assert http(messages)[1].body == b"a b*c"
    assert [(gap.reason, gap.size) for gap in gaps] == [(GapReason.DAMAGED, 7)]


@pytest.mark.parametrize(
    ("fields", "sizes"),
    [
        ({"content": {"size": 9}}, [9]),
        ({"bodySize": 4}, [4]),
        ({"headers": {"Content-Length": "3"}}, [3]),
        ({"status": 304, "content": {"size": 9}}, []),
        ({"status": 204, "bodySize": 9}, []),
        ({"content": {"size": 0}, "bodySize": 0}, []),
        ({"content": {"size": 1, "text": "x"}, "bodySize": 100}, []),
    ],
)
def test_a_body_that_is_not_stored_is_a_gap(fields: dict[str, Any], sizes: list[int]) -> None:
    gaps = read(har_file.read, archive(response(**fields)))[1]

    assert [(gap.reason, gap.size, gap.missing) for gap in gaps] == [
        (GapReason.NOT_STORED, size, True) for size in sizes
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "tok-9"},
        {"statusText": "tok-9"},
        {"redirectURL": "https://x.test/tok-9"},
        {"comment": "tok-9"},
        {"_error": "tok-9"},
        {"cookies": [{"name": "a", "value": "tok-9", "expires": "2020-01-01T00:00:00Z"}]},
        {"cookies": [{"name": "a", "value": "b", "expires": "tok-9"}]},
        {"trailers": {"a": "tok-9"}},
        {"content": {"mimeType": "a/tok-9"}},
        {"content": {"text": "x", "encoding": "tok-9"}},
        {"content": {"comment": "tok-9"}},
        {"content": "tok-9"},
        {"content": ["tok-9"]},
        {"_content": {"text": "tok-9"}},
        {"headers": "a: tok-9"},
    ],
)
def test_whatever_an_answer_says_is_handed_on(fields: dict[str, Any]) -> None:
    assert holds(read(har_file.read, archive(response(**fields)))[0], b"tok-9")


def test_websocket_messages_are_text_or_base64_with_their_direction() -> None:
    sockets = [
        {"type": "send", "time": 1588327200.5, "opcode": 1, "data": "ping"},
        {"type": "receive", "time": 1588327201, "opcode": 2, "data": "AAE="},
        {"type": "send", "time": 0, "opcode": 2, "data": "*"},
    ]

    messages, gaps, _ = read(har_file.read, archive({"_webSocketMessages": sockets, **entry()}))

    frames = [m for m in messages if m.transport is Transport.WEBSOCKET]
    assert [(m.direction, m.body) for m in frames] == [
        (Direction.OUT, b"ping"),
        (Direction.IN, b"\0\1"),
        (Direction.OUT, b"*"),
    ]
    assert (frames[0].time_us, frames[0].host) == (1588327200500000, "h.test")
    assert [gap.reason for gap in gaps] == [GapReason.DAMAGED]


@pytest.mark.parametrize(
    "frame",
    [
        {"data": {"a": "tok-9"}},
        {"type": "tok-9", "data": "x"},
        {"x": "tok-9", "data": "x"},
        {"type": "tok-9"},
        "tok-9",
    ],
)
def test_whatever_a_frame_says_is_handed_on(frame: Any) -> None:
    assert holds(read(har_file.read, archive(entry(_webSocketMessages=[frame])))[0], b"tok-9")
