"""bzip2: what was compressed comes back, and what follows or is missing is said."""

from __future__ import annotations

import bz2

import pytest

from harness.decode import DEFAULT, bzip2_stream
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, WORDS, gives_back


@pytest.mark.parametrize("encoder", ["bzip2", "bzip2 by bzip2"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(bzip2_stream, encoder, value)


def test_what_follows_is_kept() -> None:
    body = bz2.compress(WORDS) + bz2.compress(b"!") + b"tail"

    assert bzip2_stream.unpack(body, DEFAULT) == [
        ("bzip2", WORDS + b"!"),
        ("bzip2[]", b"2"),
        ("bzip2:rest", b"tail"),
    ]


def test_a_stream_that_is_cut_off_is_refused() -> None:
    with pytest.raises(Refusal, match="cut off"):
        bzip2_stream.unpack(bz2.compress(WORDS * 99)[:-9], DEFAULT)


def test_words_that_begin_alike_do_not_match() -> None:
    assert not bzip2_stream.matches(b"BZhang was here 1AY&SY")
