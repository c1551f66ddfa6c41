"""Base45 gives the bytes back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, base45_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["base45"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(base45_text, encoder, value)


def test_the_examples_of_the_standard_are_read() -> None:
    assert base45_text.unpack(b"%69 VD92EX0", DEFAULT) == [("base45", b"Hello!!")]
    assert base45_text.unpack(b"UJCLQE7W581", DEFAULT) == [("base45", b"base-45")]


@pytest.mark.parametrize("data", [b"2026-11-22T10:00:00.000Z", b"10.20.30.40:443 1/2/3", b"PKQ1.190616.001"])
def test_times_and_addresses_do_not_match(data: bytes) -> None:
    assert not base45_text.matches(data)


def test_three_letters_above_two_bytes_raise() -> None:
    with pytest.raises(ValueError, match="above two bytes"):
        base45_text.unpack(b":::", DEFAULT)
