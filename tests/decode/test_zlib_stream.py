"""zlib: what was compressed comes back, and no more than the budget allows."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, Budget, zlib_stream
from harness.decode.refusal import Refusal
from harness.model.message import GapReason


@given(data=st.binary(min_size=1, max_size=300))
def test_what_was_compressed_comes_back(data: bytes) -> None:
    assert zlib_stream.unpack(zlib.compress(data), DEFAULT) == [("zlib", data)]


def test_a_bomb_is_refused_with_what_was_read() -> None:
    with pytest.raises(Refusal) as refused:
        zlib_stream.unpack(zlib.compress(bytes(100_000)), Budget(expansion=1_000))

    assert refused.value.reason is GapReason.BUDGET
    assert len(refused.value.parts[0][1]) >= 1_000


def test_a_stream_that_is_cut_off_gives_what_was_read() -> None:
    whole = zlib.compress(bytes(range(256)) * 3)

    with pytest.raises(Refusal) as refused:
        zlib_stream.unpack(whole[:-9], DEFAULT)

    assert refused.value.reason is GapReason.TRUNCATED


def test_text_is_no_stream_even_where_its_first_letters_fit() -> None:
    assert not zlib_stream.matches(b"x^ is a text")
