"""uuencode and xxencode give the bytes, the name and what stands around back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, uuencode_text
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["uuencode", "uuencode bare", "xxencode"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(uuencode_text, encoder, value)


def test_name_and_surroundings_are_parts() -> None:
    parts = dict(uuencode_text.unpack(b"hello\n" + ENCODERS["uuencode"](WORDS) + b"bye", DEFAULT))

    assert parts["uuencode-name"] == b"a.txt"
    assert parts["uuencode:before"] == b"hello\n"
    assert parts["uuencode:rest"] == b"bye"


def test_a_file_without_end_is_refused_with_what_was_read() -> None:
    with pytest.raises(Refusal) as refused:
        uuencode_text.unpack(ENCODERS["uuencode"](WORDS)[:-6], DEFAULT)
    assert ("uuencode", WORDS) in refused.value.parts


def test_a_sentence_does_not_match() -> None:
    assert not uuencode_text.matches(b"At the beginning, all was well\nand so on")
