"""What sort of bytes."""

from __future__ import annotations

import os

import pytest

from harness.decode import kind


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"hello\r\n", True),
        ("naïve ☃".encode(), True),
        (b"", True),
        (b"a\x00b", False),
        (b"\xff\xfe", False),
        (b"\x1b[0m", False),
    ],
)
def test_text_is_what_a_person_can_read(data: bytes, expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert kind.is_text(data) is expected


def test_runs_have_their_places() -> None:
    assert kind.hex_runs(b"x 0123456789abcdef0 y", 16) == [(2, 19)]
    assert kind.base64_runs(b"?AAAA+/-_BBBB?", 8) == [(1, 13)]


def test_signs_and_long_runs_are_suspicious() -> None:
    assert not kind.suspects(kind.classify(b"page load, short words"))
    for data in (b"a=b", b"100%", b"{", b"caf\xc3\xa9", b"A" * 16):
        assert kind.suspects(kind.classify(data))


def test_random_bytes_have_high_entropy_and_repeated_ones_not() -> None:
    for size in (16, 64, 1024):
        assert kind.entropy_is_high(os.urandom(size)) or size == 16
        assert not kind.entropy_is_high(b"ab" * (size // 2))
