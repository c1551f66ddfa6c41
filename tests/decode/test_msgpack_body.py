"""MessagePack: what was packed comes back; other bytes are refused."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, msgpack_body


def test_what_was_packed_comes_back() -> None:
    data = msgpack.packb({"name": ["one", 2, b"three"], "n": {"deep": "four"}})

    assert msgpack_body.matches(data)
    assert msgpack_body.unpack(data, DEFAULT) == [
        ("msgpack:name[]", b"3"),
        ("msgpack:name[0]", b"one"),
        ("msgpack:name[1]", b"2"),
        ("msgpack:name[2]", b"three"),
        ("msgpack:{name}", b"name"),
        ("msgpack:n.deep", b"four"),
        ("msgpack:n.{deep}", b"deep"),
        ("msgpack:{n}", b"n"),
    ]


@pytest.mark.parametrize(
    "data", [b"\x93\x01\x02", b"\xdd\xff\xff\xff\xff", b"\x82\xa1a\x01", b"\x93\x01\x02\x03\x04"]
)
def test_bytes_that_are_not_filled_or_hold_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"MessagePack|text|extra|incomplete|Unpack|exceeds"):
        msgpack_body.unpack(data, DEFAULT)


VALUES = st.recursive(
    st.text(max_size=40)
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.binary(max_size=300),
    lambda v: st.lists(v, max_size=20) | st.dictionaries(st.text(max_size=5), v, max_size=18),
    max_leaves=40,
)


@given(value=VALUES)
def test_every_value_that_the_library_writes_is_read(value: object) -> None:
    data = msgpack.packb(["a text for sure", value])

    assert msgpack_body._read(data, DEFAULT)[0] == msgpack.unpackb(
        data, raw=True, strict_map_key=False, object_pairs_hook=tuple
    )
