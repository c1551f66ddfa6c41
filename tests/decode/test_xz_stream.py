"""xz and LZMA alone: what was compressed comes back, and what follows or is missing is said."""

from __future__ import annotations

import lzma

import pytest

from harness.decode import DEFAULT, xz_stream
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["xz", "xz by xz", "lzma"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(xz_stream, encoder, value)


def test_streams_one_after_another_are_read_and_what_follows_is_kept() -> None:
    body = lzma.compress(b"one ") + lzma.compress(b"two") + b"tail"

    assert xz_stream.unpack(body, DEFAULT) == [
        ("xz", b"one two"),
        ("xz[]", b"2"),
        ("xz:rest", b"tail"),
    ]


def test_a_stream_that_is_cut_off_is_refused_with_what_was_read() -> None:
    body = lzma.compress(bytes(range(256)) * 400)[:-20]

    with pytest.raises(Refusal) as refused:
        xz_stream.unpack(body, DEFAULT)
    assert refused.value.parts[0][1].startswith(bytes(range(256)))


@pytest.mark.parametrize("data", [b"]000-000-0000 and more", b"\xfd7zXY\0........", b"]"])
def test_other_bytes_do_not_match(data: bytes) -> None:
    assert not xz_stream.matches(data)
