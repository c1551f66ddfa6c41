"""Streams are inflated within bounds, salvaged where damaged, and their rest kept."""

from __future__ import annotations

import bz2

import pytest

from harness.decode.refusal import Refusal
from harness.decode.streamed import inflate
from harness.model.message import GapReason

TEXT = bytes(range(256)) * 40


def read(data: bytes, limit: int = 1 << 20) -> list[tuple[object, bytes]]:
    return list(inflate(data, limit, "b", bz2.BZ2Decompressor, b"BZh", (OSError, EOFError)))


def test_streams_are_joined_and_the_rest_is_kept() -> None:
    assert read(bz2.compress(TEXT) + bz2.compress(b"x") + b"y") == [
        ("b", TEXT + b"x"),
        ("b[]", b"2"),
        ("b:rest", b"y"),
    ]


@pytest.mark.parametrize(
    ("data", "limit", "reason"),
    [
        (bz2.compress(TEXT)[:-5], 1 << 20, GapReason.TRUNCATED),
        (bz2.compress(TEXT), 100, GapReason.BUDGET),
    ],
)
def test_what_cannot_be_read_on_is_refused_with_its_reason(
    data: bytes, limit: int, reason: GapReason
) -> None:
    with pytest.raises(Refusal) as refused:
        read(data, limit)
    assert refused.value.reason is reason


def test_what_follows_a_stream_and_is_none_is_kept() -> None:
    behind = b"BZh9" + b"\0" * 20

    assert read(bz2.compress(TEXT) + behind) == [("b", TEXT), ("b:rest", behind)]


def test_other_bytes_raise() -> None:
    with pytest.raises(ValueError, match="does not read"):
        read(b"BZh9 is none")
