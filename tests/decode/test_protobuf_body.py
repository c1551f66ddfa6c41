"""Protocol Buffers: reads what bbpb writes, without a schema."""

from __future__ import annotations

import blackboxprotobuf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, protobuf_body

TYPES = {
    "1": {"type": "string"},
    "2": {"type": "int"},
    "3": {"type": "message", "message_typedef": {"1": {"type": "string"}}},
}


@given(
    text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=4, max_size=200),
    number=st.integers(0, 2**40),
)
def test_what_bbpb_writes_is_read(text: str, number: int) -> None:
    data = bytes(blackboxprotobuf.encode_message({"1": "hello", "2": number, "3": {"1": text}}, TYPES))

    found = protobuf_body.unpack(data, DEFAULT)

    assert ("protobuf:1", b"hello") in found
    assert ("protobuf:2", str(number).encode()) in found
    assert ("protobuf:3.1", text.encode()) in found or text.encode() in dict(found)["protobuf:3"]


def test_the_frame_of_grpc_is_understood() -> None:
    data = b"\x0a\x05hello"

    assert protobuf_body.unpack(b"\x00" + len(data).to_bytes(4, "big") + data, DEFAULT) == [
        ("protobuf:{1}", b"1"),
        ("protobuf:1", b"hello"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"\x0a\x09hello", b"\x0a\xff\xff\xff\xff\x0f" + b"a" * 9, b"\x08\x01\x10\x02", b"\x0b\x0c\x0b\x0c"],
)
def test_bytes_that_are_not_filled_or_hold_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"field|wire|text|varint"):
        protobuf_body.unpack(data, DEFAULT)
