"""Framed Snappy: every chunk is read, skipped ones that hold something too."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, snappy_frame
from harness.decode.refusal import Refusal
from harness.model.message import GapReason
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["snappy framed"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(snappy_frame, encoder, value)


def test_plain_chunks_and_skipped_ones_are_parts() -> None:
    body = (
        b"\xff\x06\x00\x00sNaPpY" + b"\x01\x08\x00\x00CCCCtext" + b"\x80\x03\x00\x00abc" + b"\xfe\x02\0\0\0\0"
    )

    assert [part for _, part in snappy_frame.unpack(body, DEFAULT)] == [b"text", b"abc"]


def test_a_chunk_that_is_cut_off_is_refused_with_its_bytes() -> None:
    with pytest.raises(Refusal) as refused:
        snappy_frame.unpack(ENCODERS["snappy framed"](WORDS)[:-3], DEFAULT)
    assert refused.value.reason is GapReason.TRUNCATED
    assert b"alice" in refused.value.parts[-1][1]
