"""gzip: what was compressed comes back, and no more than the budget allows."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, Budget, gzip_stream
from harness.decode.refusal import Refusal
from harness.model.message import GapReason


@given(data=st.binary(min_size=1, max_size=300))
def test_what_was_compressed_comes_back(data: bytes) -> None:
    assert gzip_stream.unpack(gzip.compress(data), DEFAULT)[0] == ("gzip", data)


def test_a_bomb_is_refused_with_what_was_read() -> None:
    with pytest.raises(Refusal) as refused:
        gzip_stream.unpack(gzip.compress(bytes(100_000)), Budget(expansion=1_000))

    assert refused.value.reason is GapReason.BUDGET
    assert len(refused.value.parts[0][1]) >= 1_000


def test_a_stream_that_is_cut_off_gives_what_was_read() -> None:
    whole = gzip.compress(bytes(range(256)) * 3)

    with pytest.raises(Refusal) as refused:
        gzip_stream.unpack(whole[:-9], DEFAULT)

    assert refused.value.reason is GapReason.TRUNCATED


def test_a_wrong_checksum_is_named_and_the_content_kept() -> None:
    whole = bytearray(gzip.compress(b"a text that is long enough"))
    whole[-6] ^= 1

    with pytest.raises(Refusal) as refused:
        gzip_stream.unpack(bytes(whole), DEFAULT)

    assert refused.value.reason is GapReason.CHECKSUM
    assert refused.value.parts[0] == ("gzip", b"a text that is long enough")


def test_streams_one_after_another_are_all_read_and_what_follows_is_kept() -> None:
    whole = gzip.compress(b"one ", mtime=7) + gzip.compress(b"two ", mtime=0) + b"three"

    found = gzip_stream.unpack(whole, DEFAULT)

    assert [part for part in found if part[0] != "gzip:os"] == [
        ("gzip", b"one two "),
        ("gzip:mtime", b"7"),
        ("gzip[]", b"2"),
        ("gzip:rest", b"three"),
    ]
