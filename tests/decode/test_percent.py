"""Percent-encoding: undone once, everything else kept."""

from __future__ import annotations

import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, percent


@given(data=st.binary(max_size=100))
def test_what_was_escaped_comes_back(data: bytes) -> None:
    assert percent.undo(urllib.parse.quote_from_bytes(data, safe="").encode()) == data


@given(data=st.binary(max_size=100))
def test_it_is_what_the_standard_library_does(data: bytes) -> None:
    assert percent.undo(data) == urllib.parse.unquote_to_bytes(data)
    assert percent.undo_base64(data) == percent.undo(data)


@pytest.mark.parametrize("text", [b"%252B", b"%2b%2F%3d%2B", b"%%2B", b"a%2"])
def test_the_short_way_for_base64_is_the_same(text: bytes) -> None:
    assert percent.undo_base64(text) == urllib.parse.unquote_to_bytes(text)


def test_nothing_to_undo_is_refused() -> None:
    with pytest.raises(ValueError, match="percent"):
        percent.unpack(b"100 %", DEFAULT)
