"""The short way gives up wherever the tree could see more."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from harness.decode import DEFAULT
from harness.detect.lane import peel, silent_parts
from harness.model.message import Direction, ExchangeId, Message, Transport


def sent(body: bytes, **fields: object) -> Message:
    given: dict[str, object] = {
        "exchange": ExchangeId("1"),
        "direction": Direction.OUT,
        "transport": Transport.HTTP,
        "sequence": 1,
        "time_us": 0,
        "host": "host.test",
        "port": 443,
        "target": b"/",
        "body": body,
    }
    return Message(**{**given, **fields})  # type: ignore[arg-type]


TEXT = json.dumps(
    [{"a": "page_load_event_finish", "b": "9774d56d682e549c", "c": "https://x.test/?id=7"}]
).encode()
DATA = base64.b64encode(gzip.compress(TEXT, mtime=0))


def test_the_usual_upload_is_peeled_to_its_json() -> None:
    message = sent(
        b"gzip=1&data_list=" + DATA.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")
    )

    peeled = peel(message, DEFAULT, set(silent_parts(message)), {})

    assert peeled is not None
    assert peeled.prefix == ["body", "form:data_list", "base64", "gzip"]
    assert peeled.texts == [TEXT]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * 70_000,
        b"a=" + DATA + b"&b=" + DATA,
        b"crc=1&gzip=1&data_list=" + DATA,
        gzip.compress(TEXT, mtime=0) + b"tail",
        gzip.compress(b"plain text", mtime=0),
        b'{"a":"%41"}',
        b'{"a":"' + DATA + b'"}',
        b'{"a":"\\u0041"}',
        b'{"a":',
        b"<a/>",
        b'{"a":"' + base64.b64encode(b"a text that is long") + b'"}',
    ],
    ids=str.split(
        "nothing long two-fields wrong-crc gzip-tail gzip-text percent base64 escape cut xml text-in-base64"
    ),
)
def test_anything_else_is_left_to_the_tree(body: bytes) -> None:
    message = sent(body)

    assert peel(message, DEFAULT, set(silent_parts(message)), {}) is None


def test_parts_that_were_not_seen_before_are_left_to_the_tree() -> None:
    message = sent(TEXT, headers=((b"X-Id", b"9774d56d682e549c"),))

    assert peel(message, DEFAULT, set(), {}) is None
    assert peel(message, DEFAULT, set(silent_parts(message)), {}) is not None
    assert peel(sent(TEXT, headers=((b"Cookie", b"a=b"),)), DEFAULT, {b"/", b"host.test", b"a=b"}, {}) is None
