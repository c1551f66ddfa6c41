"""yEnc gives bytes and name back, and says where its checksum is wrong."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, yenc_text
from harness.decode.refusal import Refusal
from harness.model.message import GapReason
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["yenc"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(yenc_text, encoder, value)


def test_every_byte_can_be_carried() -> None:
    assert dict(yenc_text.unpack(ENCODERS["yenc"](bytes(range(256))), DEFAULT))["yenc"] == bytes(range(256))


def test_a_wrong_checksum_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        yenc_text.unpack(ENCODERS["yenc"](WORDS).replace(b"crc32=", b"crc32=00000000 x="), DEFAULT)
    assert refused.value.reason is GapReason.CHECKSUM


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(Refusal, match="without its end"):
        yenc_text.unpack(ENCODERS["yenc"](WORDS).partition(b"=yend")[0], DEFAULT)
