"""Escapes of programming languages give the text back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, escape_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize(
    "encoder",
    [
        "escapes \\x",
        "escapes \\x capital",
        "escapes \\x doubled",
        "escapes octal",
        "escapes %u",
        "escapes \\u",
        "escapes \\u doubled",
        "escapes \\u braces",
        "escapes \\U",
        "escapes U+",
        "escapes _x",
        "escapes CSS",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(escape_text, encoder, value)


def test_pairs_of_surrogates_are_one_letter() -> None:
    assert escape_text.unpack(rb"\ud83d\ude00", DEFAULT) == [("escapes", "\U0001f600".encode())]


def test_escaped_quotes_become_quotes() -> None:
    assert escape_text.unpack(rb"{\"a\":\"b\"}", DEFAULT) == [("escapes", b'{"a":"b"}')]


@pytest.mark.parametrize("data", [b"C:\\windows\\system", b"100%u", b"some_xml_name"])
def test_other_signs_do_not_match(data: bytes) -> None:
    assert not escape_text.matches(data)
