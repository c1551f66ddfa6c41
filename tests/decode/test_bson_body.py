"""BSON: texts, numbers and binaries come back with their names."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, bson_body
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["bson"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(bson_body, encoder, value)


def test_names_and_numbers_are_kept() -> None:
    assert bson_body.unpack(ENCODERS["bson"](WORDS), DEFAULT) == [
        ("bson:payload", WORDS),
        ("bson:{payload}", b"payload"),
        ("bson:n", b"7"),
        ("bson:{n}", b"n"),
    ]


def test_a_length_that_does_not_fit_raises() -> None:
    with pytest.raises(ValueError, match=r"length|fit|element"):
        bson_body.unpack(ENCODERS["bson"](WORDS)[:-4] + b"\0", DEFAULT)
