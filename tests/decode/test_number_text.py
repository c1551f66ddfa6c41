"""Bytes as one number: each alphabet gives them back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, number_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize(
    "encoder",
    [
        "base58",
        "base58 Flickr",
        "base58 Ripple",
        "base62",
        "base62 small first",
        "base62 letters first",
        "base36",
        "base36 capital",
        "decimal",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(number_text, encoder, value)


def test_leading_zeros_are_bytes_of_zero() -> None:
    values = bytes(number_text.ALPHABETS["base58"].find(chr(c)) & 255 for c in range(256))

    assert number_text.undo(b"112g", values, 58) == b"\0\0a"


@pytest.mark.parametrize(
    "data", [b"1588150000123", b"globalbrowsermini", b"9774d56d682e549c", b"Redmi Note 8 Pro 2020"]
)
def test_ordinary_values_do_not_match(data: bytes) -> None:
    assert not number_text.matches(data)


def test_what_it_gives_must_prove_itself() -> None:
    assert not number_text.CERTAIN
    assert number_text.unpack(b"7gK2mQx9LpWv4TzR3", DEFAULT)
