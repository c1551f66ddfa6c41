"""hex: what was encoded comes back."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, hex_text


@given(data=st.binary(min_size=8, max_size=200))
def test_what_was_encoded_comes_back(data: bytes) -> None:
    text = data.hex().encode()

    assert hex_text.matches(text)
    assert hex_text.unpack(text, DEFAULT) == [("hex", data)]


def test_dashes_are_understood() -> None:
    value = uuid.UUID(int=2**127 + 5)

    assert hex_text.unpack(str(value).encode(), DEFAULT) == [("hex", value.bytes)]


def test_a_digit_left_over_is_refused() -> None:
    with pytest.raises(ValueError, match="hex"):
        hex_text.unpack(b"0123456789abcdef-0", DEFAULT)
