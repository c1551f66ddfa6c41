"""Base64 and hex that begin inside a run, and reversed ones, give the bytes back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, base64_inside
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize(
    "encoder",
    [
        "base64 behind b4",
        "base64 behind a letter",
        "base64 behind three letters",
        "base64 in a path",
        "base64 of JSON behind letters",
        "base64 reversed",
        "hex reversed",
        "hex with swapped digits",
        "hex behind a letter",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(base64_inside, encoder, value)


@pytest.mark.parametrize("encoder", ["base64 of gzip in a path", "base64 of gzip behind letters"])
def test_a_stream_is_known_by_its_magic(encoder: str) -> None:
    parts = base64_inside.unpack(ENCODERS[encoder](WORDS), DEFAULT)

    assert any(part.startswith(b"\x1f\x8b\x08") for _, part in parts)


@pytest.mark.parametrize(
    "data", [b"application/x-www-form-urlencoded", b"0d6fb5a0-55a1-4bb2-9b4e-3c6a2f8f1d11"]
)
def test_ordinary_values_give_nothing(data: bytes) -> None:
    with pytest.raises(ValueError, match="no base64"):
        base64_inside.unpack(data, DEFAULT)
