"""Smile: texts, names and numbers come back, shared ones too."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, smile_body
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["smile"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(smile_body, encoder, value)


def test_shared_names_and_texts_are_looked_up() -> None:
    body = b":)\n\x03\xf8\xfa\x81ab\x42abc\xfb\xfa\x40\x01\xfb\xf9"

    assert smile_body.unpack(body, DEFAULT) == [
        ("smile:[]", b"2"),
        ("smile:[0].ab", b"abc"),
        ("smile:[0].{ab}", b"ab"),
        ("smile:[1].ab", b"abc"),
        ("smile:[1].{ab}", b"ab"),
    ]


def test_binaries_in_sevens_of_bits_come_back() -> None:
    body = b":)\n\x01\xe8\x83\x30\x58\x4c\x03"

    assert smile_body.unpack(body, DEFAULT) == [("smile:", b"abc")]


def test_what_follows_the_end_is_kept() -> None:
    assert smile_body.unpack(b":)\n\x01\x42abc\xffrest", DEFAULT)[-1] == ("smile:rest", b"rest")


def test_what_is_cut_off_is_refused_with_its_texts() -> None:
    with pytest.raises(Refusal) as refused:
        smile_body.unpack(ENCODERS["smile"](WORDS)[:-3], DEFAULT)
    assert WORDS in [part for _, part in refused.value.parts]
