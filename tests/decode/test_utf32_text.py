"""UTF-32: the text comes back in either order of bytes."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, utf32_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(utf32_text, encoder, value)


def test_numbers_of_32_bits_are_no_text() -> None:
    with pytest.raises(ValueError, match=r".+"):
        utf32_text.unpack(bytes.fromhex("01000000020000000300000004000000"), DEFAULT)
