"""Base64 and base32 in other orders of letters give the bytes back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, base64_variants
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize(
    "encoder",
    [
        "base64 crypt",
        "base64 bcrypt",
        "base64 small first",
        "base64 digits first",
        "base64 digits and small first",
        "base64 xx",
        "base64 with comma and dot",
        "base64 joined of pieces",
        "base32hex",
        "base32 Crockford",
        "z-base-32",
        "base32 geohash",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(base64_variants, encoder, value)


@pytest.mark.parametrize("data", [b"9774D56d682e549cQx71", b"com.mi.globalbrowser", b"0123456789012345"])
def test_identifiers_and_names_give_nothing(data: bytes) -> None:
    if base64_variants.matches(data):
        with pytest.raises(ValueError, match="no order"):
            base64_variants.unpack(data, DEFAULT)


def test_a_declared_alphabet_is_read() -> None:
    letters = base64_variants.STANDARD.decode()[::-1]
    one = base64_variants.Declared(letters + "~")
    body = ENCODERS["base64"](WORDS).translate(
        bytes.maketrans(base64_variants.STANDARD + b"=", letters.encode() + b"~")
    )

    assert one.matches(body)
    assert one.unpack(body, DEFAULT) == [("base64-declared", WORDS)]


def test_an_alphabet_with_a_letter_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted 64 different letters"):
        base64_variants.Declared("A" * 64)


def test_dots_may_be_padding() -> None:
    assert gives_back(base64_variants, "base64 padded with dots", WORDS)
