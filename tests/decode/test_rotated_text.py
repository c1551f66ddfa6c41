"""Rotated letters give words back, and no others."""

from __future__ import annotations

import codecs

import pytest

from harness.decode import DEFAULT, rotated_text
from tests.decode.encoded import WORDS
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["rot13", "rot3", "atbash"])
def test_words_come_back(encoder: str) -> None:
    body = ENCODERS[encoder](WORDS)

    assert rotated_text.matches(body)
    assert [part for _, part in rotated_text.unpack(body, DEFAULT)] == [WORDS]


def test_a_notation_comes_back() -> None:
    body = ENCODERS["rot47"](b'{"name":"alice","note":"private"}')

    assert rotated_text.unpack(body, DEFAULT)[0][0] == "rot47"


@pytest.mark.parametrize(
    "data", [b"page_load_event_finish", b"com.mi.globalbrowser", b"9774d56d682e549c", b"Redmi Note 8 Pro"]
)
def test_ordinary_values_give_nothing(data: bytes) -> None:
    if rotated_text.matches(data):
        with pytest.raises(ValueError, match=r"as it is|no rotation"):
            rotated_text.unpack(data, DEFAULT)


def test_every_spelling_of_a_known_value_is_told() -> None:
    spellings = dict(rotated_text.spellings(b"KQXV7"))

    assert spellings["rot13"] == codecs.encode("KQXV7", "rot13").encode()
    assert spellings["rot5"] == b"KQXV2"
    assert set(spellings) == {"rot13", "rot47", "atbash", "rot18", "rot5"}
