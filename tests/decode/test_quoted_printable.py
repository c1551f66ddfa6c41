"""Quoted-printable: what was encoded comes back; a query is none."""

from __future__ import annotations

import quopri

import pytest

from harness.decode import DEFAULT, quoted_printable


def test_what_was_encoded_comes_back() -> None:
    text = "café crème brûlée kqxv7h2mzp".encode()

    assert quoted_printable.unpack(quopri.encodestring(text), DEFAULT) == [("quoted-printable", text)]


@pytest.mark.parametrize("text", [b"id=41", b"id=41&x=42", b"a=b", b"no sign"])
def test_a_query_is_not_quoted(text: bytes) -> None:
    assert not quoted_printable.matches(text)


def test_a_soft_line_break_is_joined() -> None:
    assert quoted_printable.matches(b"a=C3=A9b=\r\nc")
    assert quoted_printable.unpack(b"a=C3=A9b=\r\nc", DEFAULT) == [("quoted-printable", "aébc".encode())]
