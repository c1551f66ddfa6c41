from __future__ import annotations

from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import percent


@given(st.binary())
def test_the_standard_library_undoes_it(value):
    assert unquote_to_bytes(percent.wrap(value)) == value


def test_only_unreserved_characters_stay():
    assert percent.wrap(b"a/b?c=d e~") == b"a%2Fb%3Fc%3Dd%20e~"
    assert percent.wrap(b"a/b", safe="/") == b"a/b"
