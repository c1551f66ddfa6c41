"""Raw deflate: only a stream that ends exactly at the end counts."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, Budget, deflate_stream
from harness.decode.refusal import Refusal


def squeezed(data: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


@given(data=st.binary(min_size=8, max_size=300))
def test_what_was_compressed_comes_back(data: bytes) -> None:
    assert deflate_stream.unpack(squeezed(data), DEFAULT) == [("deflate", data)]


@pytest.mark.parametrize(
    "data", [squeezed(b"hello world") + b"x", squeezed(b"hello world")[:-1], b"\x07" * 20]
)
def test_anything_else_is_no_deflate(data: bytes) -> None:
    with pytest.raises(ValueError, match="deflate"):
        deflate_stream.unpack(data, DEFAULT)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Refusal):
        deflate_stream.unpack(squeezed(bytes(100_000)), Budget(expansion=1_000))
