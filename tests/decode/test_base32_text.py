"""base32: what was encoded comes back."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, base32_text


@given(data=st.binary(min_size=10, max_size=200))
def test_what_was_encoded_comes_back(data: bytes) -> None:
    text = base64.b32encode(data)

    assert base32_text.matches(text)
    assert base32_text.unpack(text, DEFAULT) == [("base32", data)]


@pytest.mark.parametrize("text", [b"kqxv7h2mkqxv7h2m", b"KQXV7H2MKQXV7H2M"])
def test_either_case_is_understood(text: bytes) -> None:
    assert base32_text.unpack(text, DEFAULT) == [("base32", base64.b32decode(text.upper()))]
