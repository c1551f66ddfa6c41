"""base64: what was encoded comes back."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, base64_text


@given(data=st.binary(min_size=12, max_size=200))
def test_what_was_encoded_comes_back(data: bytes) -> None:
    text = base64.b64encode(data)

    assert base64_text.matches(text)
    assert base64_text.unpack(text, DEFAULT) == [("base64", data)]


@pytest.mark.parametrize(
    "text",
    [
        base64.urlsafe_b64encode(bytes(range(200, 230))).rstrip(b"="),
        base64.encodebytes(bytes(range(200, 230))),
        base64.b64encode(bytes(range(200, 230))).replace(b"+", b" "),
    ],
)
def test_url_letters_line_breaks_and_lost_plus_signs_are_understood(text: bytes) -> None:
    assert base64_text.undo(text) == bytes(range(200, 230))


@pytest.mark.parametrize("text", [b"QUFBQ", b"QUF=QUFB"])
def test_impossible_texts_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"base64|padding"):
        base64_text.undo(text)
