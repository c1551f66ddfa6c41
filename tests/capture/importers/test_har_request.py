"""The request of an entry: address, headers, cookies, body, and what of them is not stored."""

from __future__ import annotations

from typing import Any

import pytest

from harness.capture.importers import har_file
from harness.model.message import GapReason, Message
from tests.capture.importers.reading import archive, holds, read, request, sent


def one(**fields: Any) -> Message:
    (message,) = sent(read(har_file.read, archive(request(**fields)))[0])
    return message


def gaps(**fields: Any) -> list[tuple[GapReason, int]]:
    return [(gap.reason, gap.size) for gap in read(har_file.read, archive(request(**fields)))[1]]


def test_an_entry_becomes_a_message() -> None:
    message = one(headers=[{"name": "X", "value": "y"}], postData={"text": "{}{}"})

    assert (message.method, message.host, message.port, message.scheme) == ("POST", "h.test", 8080, "http")
    assert (message.target, message.headers, message.body) == (b"/p?a=%41#f", ((b"X", b"y"),), b"{}{}")
    assert message.time_us == 1588327200000000


def test_query_and_cookies_that_stand_nowhere_else_are_put_where_they_belong() -> None:
    message = one(
        queryString=[{"name": "a", "value": "A"}, {"name": "b", "value": "c d"}],
        cookies=[{"name": "k", "value": "v", "path": "/x"}],
    )

    assert message.target == b"/p?a=%41&b=c+d#f"
    assert message.headers == ((b"Cookie", b"k=v"),)


def test_trailers_are_headers() -> None:
    assert one(trailers=[{"name": "t", "value": "u"}]).headers == ((b"t", b"u"),)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"bodySize": 12}, [(GapReason.NOT_STORED, 12)]),
        ({"headers": [{"name": "Content-Length", "value": "7"}]}, [(GapReason.NOT_STORED, 7)]),
        ({"headers": [{"name": "Transfer-Encoding", "value": "chunked"}]}, [(GapReason.NOT_STORED, 0)]),
        ({"bodySize": 5, "postData": {"text": "abc"}}, [(GapReason.NOT_STORED, 2)]),
        ({"bodySize": 3, "postData": {"text": "abc"}}, []),
        ({"bodySize": -1}, []),
        ({"bodySize": 9, "postData": {"params": [{"name": "a", "value": "b"}]}}, []),
        ({"postData": {"params": [{"name": "a", "fileName": "f"}]}}, [(GapReason.NOT_STORED, 0)]),
    ],
)
def test_a_body_that_is_not_stored_is_a_gap(
    fields: dict[str, Any], wanted: list[tuple[GapReason, int]]
) -> None:
    assert gaps(**fields) == wanted


def test_bytes_that_were_stored_as_letters_are_bytes_again() -> None:
    body = bytes(range(128, 256))

    assert one(bodySize=128, postData={"text": body.decode("latin-1")}).body == body


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "http://tok-9@h.test/"},
        {"url": "http://h.test:tok-9/"},
        {"url": "data:,tok-9"},
        {"method": "tok-9"},
        {"httpVersion": "tok-9"},
        {"comment": "tok-9"},
        {"_x": {"tok-9": 1}},
        {"headers": [{"name": "a", "value": "b", "comment": "tok-9"}]},
        {"cookies": [{"name": "a", "value": "b", "domain": "tok-9"}]},
        {"cookies": {"a": "tok-9"}},
        {"queryString": "tok-9"},
        {"postData": {"mimeType": "text/tok-9", "text": "x"}},
        {"postData": {"text": "x", "params": [{"name": "a", "value": "tok-9"}]}},
        {"postData": {"text": "", "params": [{"name": "a", "value": "tok-9"}]}},
        {"postData": {"params": [{"name": "a", "fileName": "tok-9", "contentType": "b"}]}},
        {"postData": {"params": [{"name": "a", "value": "b", "contentType": "tok-9"}]}},
        {"postData": {"params": {"a": "tok-9"}}},
        {"postData": {"_content": "tok-9"}},
        {"_content": {"text": "tok-9"}},
        {"postData": "tok-9"},
        {"bodySize": "tok-9"},
        {"headersSize": ["tok-9"]},
    ],
)
def test_whatever_a_request_says_is_handed_on(fields: dict[str, Any]) -> None:
    assert holds(read(har_file.read, archive(request(**fields)))[0], b"tok-9")
