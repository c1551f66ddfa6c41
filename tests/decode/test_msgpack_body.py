"""MessagePack: what was packed comes back; other bytes are refused."""

from __future__ import annotations

import msgpack
import pytest

from harness.decode import DEFAULT, msgpack_body


def test_what_was_packed_comes_back() -> None:
    data = msgpack.packb({"name": ["one", 2, b"three"], "n": {"deep": "four"}})

    assert msgpack_body.matches(data)
    assert msgpack_body.unpack(data, DEFAULT) == [
        ("msgpack:name[0]", b"one"),
        ("msgpack:name[1]", b"2"),
        ("msgpack:name[2]", b"three"),
        ("msgpack:n.deep", b"four"),
    ]


@pytest.mark.parametrize(
    "data", [b"\x93\x01\x02", b"\xdd\xff\xff\xff\xff", b"\x82\xa1a\x01", b"\x93\x01\x02\x03\x04"]
)
def test_bytes_that_are_not_filled_or_hold_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"MessagePack|text|extra|incomplete|Unpack|exceeds"):
        msgpack_body.unpack(data, DEFAULT)
