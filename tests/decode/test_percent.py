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


@given(
    data=st.one_of(
        st.binary(max_size=100),
        st.text("%=aF0\n\r_ +", max_size=20).map(str.encode),
        st.lists(st.sampled_from([b"%41", b"%", b"%2", b"=", b"%3d", b"=41", b"\r\n", b"x", b"\xff"])).map(
            b"".join
        ),
    )
)
def test_it_is_what_the_standard_library_does(data: bytes) -> None:
    assert percent.undo(data) == urllib.parse.unquote_to_bytes(data)


@pytest.mark.parametrize("text", [b"%252B", b"%2b%2F%3d%2B", b"%%2B", b"a%2", b"%\n", b"%%%%41", b"==%41"])
def test_signs_that_escape_nothing_stay(text: bytes) -> None:
    assert percent.undo(text) == urllib.parse.unquote_to_bytes(text)


def test_nothing_to_undo_is_refused() -> None:
    with pytest.raises(ValueError, match="percent"):
        percent.unpack(b"100 %", DEFAULT)
