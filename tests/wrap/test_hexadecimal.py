from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import hexadecimal


@given(st.binary())
def test_both_cases_read_back(value):
    assert bytes.fromhex(hexadecimal.wrap(value).decode()) == value
    assert hexadecimal.wrap(value, upper=True) == hexadecimal.wrap(value).upper()
