"""UTF-16: with and without a mark, either order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, utf16_text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=4, max_size=40))
def test_a_text_comes_back(codec: str, text: str) -> None:
    data = text.encode(codec)

    assert utf16_text.matches(data)
    assert utf16_text.unpack(data, DEFAULT) == [("utf-16", text.encode())]


@pytest.mark.parametrize("data", [b"plain text", bytes(16), b"\x00\x01\x00\x02\x00\x03\x00\x04"])
def test_other_bytes_are_no_text(data: bytes) -> None:
    if utf16_text.matches(data):
        with pytest.raises(ValueError, match="UTF-16"):
            utf16_text.unpack(data, DEFAULT)
