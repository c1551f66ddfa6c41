"""HAR files are read one entry after another; damage is named."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from harness.capture.importers import har_file
from harness.model.errors import SetupError
from harness.model.message import Direction


def write(path: Path, *entries: object) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}))
    return path


def entry(**request: object) -> dict[str, object]:
    return {
        "startedDateTime": "2020-05-01T10:00:00.000Z",
        "request": {
            "method": "POST",
            "url": "http://h.test:8080/p?a=%41#f",
            "headers": [{"name": "X", "value": "y"}],
            **request,
        },
    }


def test_an_entry_becomes_a_message(tmp_path: Path) -> None:
    (message,) = har_file.read(write(tmp_path / "a.har", entry(postData={"text": "{}{}"})))

    assert (message.method, message.host, message.port, message.scheme) == ("POST", "h.test", 8080, "http")
    assert (message.target, message.headers, message.body) == (b"/p?a=%41#f", ((b"X", b"y"),), b"{}{}")
    assert message.time_us == 1588327200000000


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ({"text": "AAE=", "encoding": "base64"}, b"\x00\x01"),
        ({"params": [{"name": "a", "value": "b c"}]}, b"a=b+c"),
        ({}, b""),
    ],
)
def test_a_body_is_text_base64_or_parameters(tmp_path: Path, data: dict[str, object], body: bytes) -> None:
    assert next(har_file.read(write(tmp_path / "a.har", entry(postData=data)))).body == body


def test_a_response_is_a_message_of_its_own(tmp_path: Path) -> None:
    content = {"text": base64.b64encode(b"hello").decode(), "encoding": "base64"}
    one = {**entry(), "response": {"status": 200, "headers": [], "content": content}}

    out, back = har_file.read(write(tmp_path / "a.har", one))

    assert (back.direction, back.status, back.body, back.exchange) == (
        Direction.IN,
        200,
        b"hello",
        out.exchange,
    )


def test_brackets_and_quotes_in_texts_do_not_end_an_entry(tmp_path: Path) -> None:
    text = 'a "quoted" ]}]} \\ text {['

    assert (
        next(har_file.read(write(tmp_path / "a.har", entry(postData={"text": text})))).body == text.encode()
    )


def test_an_entry_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="entry 1"):
        list(har_file.read(write(tmp_path / "a.har", entry(), {"request": 7})))
