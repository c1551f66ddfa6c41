"""Framed Snappy: every chunk is read, skipped ones that hold something too."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, snappy_frame
from harness.decode.refusal import Refusal
from harness.model.message import GapReason
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS, crc32c


@pytest.mark.parametrize("encoder", ["snappy framed"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(snappy_frame, encoder, value)


def test_plain_chunks_and_skipped_ones_are_parts() -> None:
    checksum = crc32c(b"text").to_bytes(4, "little")
    body = b"\xff\x06\0\0sNaPpY\x01\x08\0\0" + checksum + b"text\x80\x03\0\0abc\xfe\x02\0\0\0\0"

    assert [part for _, part in snappy_frame.unpack(body, DEFAULT)] == [b"text", b"abc", b"128"]


def test_a_wrong_checksum_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        snappy_frame.unpack(b"\xff\x06\0\0sNaPpY\x01\x08\0\0CCCCtext", DEFAULT)
    assert refused.value.reason is GapReason.CHECKSUM
    assert refused.value.parts[0] == ("snappy-framed", b"text")


def test_a_chunk_that_is_cut_off_is_refused_with_its_bytes() -> None:
    with pytest.raises(Refusal) as refused:
        snappy_frame.unpack(ENCODERS["snappy framed"](WORDS)[:-3], DEFAULT)
    assert refused.value.reason is GapReason.TRUNCATED
    assert b"alice" in refused.value.parts[-1][1]
