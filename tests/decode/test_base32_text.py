"""base32: what was encoded comes back."""

from __future__ import annotations

import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.decode import DEFAULT, base32_text


@given(data=st.binary(min_size=10, max_size=200))
def test_what_was_encoded_comes_back(data: bytes) -> None:
    text = base64.b32encode(data)

    assert base32_text.matches(text)
    assert (
        base32_text.unpack(text, DEFAULT) == base32_text.unpack(text.lower(), DEFAULT) == [("base32", data)]
    )


def by_the_library(data: bytes) -> bytes | None:
    """What the standard library says, which wants upper case and whole quanta."""
    body = data.rstrip(b"=").upper()
    try:
        return base64.b32decode(body + b"=" * (-len(body) % 8))
    except ValueError:
        return None


@given(
    text=st.one_of(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwxyz", max_size=80),
        st.text("AB7=", max_size=20),
        st.text("AB701+_- é", max_size=12),
    )
)
@settings(max_examples=500, deadline=None)
def test_it_answers_as_the_standard_library_does(text: str) -> None:
    data = text.encode()
    try:
        found = base32_text.undo(data)
    except ValueError:
        found = None

    assert found == by_the_library(data)
