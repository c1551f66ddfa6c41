"""Encoded words and parameters give the text back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, encoded_word
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize(
    "encoder",
    ["encoded word B", "encoded word Q", "encoded words", "parameter of RFC 8187", "parameter of RFC 2231"],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(encoded_word, encoder, value)


def test_the_example_of_the_standard_is_read() -> None:
    body = b"=?ISO-8859-1?Q?Andr=E9?= Pirard"

    assert encoded_word.unpack(body, DEFAULT) == [
        ("encoded-word", "André Pirard".encode()),
        ("encoded-word-charset", b"ISO-8859-1"),
    ]


def test_an_unknown_character_set_leaves_the_bytes() -> None:
    assert ("encoded-word", b"\xff") in encoded_word.unpack(b"=?x-none?B?/w==?=", DEFAULT)


def test_a_query_does_not_match() -> None:
    assert not encoded_word.matches(b"https://a.test/?a=?b=?")
