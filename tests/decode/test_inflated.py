"""Streams one after another, and where the last one ends."""

from __future__ import annotations

import zlib

import pytest

from harness.decode.inflated import inflate
from harness.decode.refusal import Refusal

ONE, TWO = zlib.compress(b"one"), zlib.compress(b"two")


def test_every_stream_is_read_and_the_end_of_the_last_is_known() -> None:
    starts: list[int] = []

    assert inflate(ONE + TWO + b"rest", 100, 15, "zlib", starts) == (b"onetwo", len(ONE + TWO))
    assert starts == [0, len(ONE)]


def test_what_only_begins_like_a_stream_follows_the_last() -> None:
    starts: list[int] = []

    assert inflate(ONE + ONE[:2] + b"\xff\xff\xff", 100, 15, "zlib", starts) == (b"one", len(ONE))
    assert starts == [0]


def test_what_stands_before_a_damage_is_kept() -> None:
    with pytest.raises(Refusal) as refused:
        inflate(ONE + TWO[:-1] + b"\0", 100, 15, "zlib", [])

    assert refused.value.parts == [("zlib", b"onetwo")]
