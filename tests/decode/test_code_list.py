"""Numbers that stand for letters give the text back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, code_list
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize(
    "encoder",
    [
        "codes",
        "codes spaced",
        "codes semicolons",
        "codes hyphens",
        "codes dots",
        "codes bars",
        "codes padded",
        "codes JSON",
        "codes JSON spread",
        "codes JSON texts",
        "codes JSON by index",
        "codes of a Buffer",
        "codes as reals",
        "codes deep in JSON",
        "codes octal",
        "codes fromCharCode",
        "codes chr",
        "binary digits",
        "binary digits in a list",
        "binary by xxd",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(code_list, encoder, value)


@pytest.mark.parametrize("encoder", ["words 16 big", "words 16 little", "words 32 big", "words 32 little"])
def test_words_of_several_bytes_are_read(encoder: str) -> None:
    assert any(WORDS in part for _, part in code_list.unpack(ENCODERS[encoder](WORDS), DEFAULT))


@pytest.mark.parametrize(
    "data", [b"[1588150000, 1588150001]", b"1,2,3,4,5,6,7,8,9", b"[12, 900, 3, 44, 5, 66, 7]"]
)
def test_counters_and_times_stand_for_nothing(data: bytes) -> None:
    if code_list.matches(data):
        with pytest.raises(ValueError, match="stand for no text"):
            code_list.unpack(data, DEFAULT)
