"""Morse code gives the text in small letters."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, morse_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["morse"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(morse_text, encoder, value)


def test_other_signs_raise() -> None:
    with pytest.raises(ValueError, match="no letter"):
        morse_text.unpack(b"...... ------ .......", DEFAULT)


@pytest.mark.parametrize("data", [b"- - - - - - -x", b"--------------"])
def test_rules_and_lists_do_not_match(data: bytes) -> None:
    assert not morse_text.matches(data)
