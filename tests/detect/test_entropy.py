"""The entropy estimate is the same on every machine and never counts repetition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.detect.entropy import bits


@given(value=st.text(max_size=64))
def test_entropy_is_not_negative_and_repeating_one_letter_adds_none(value: str) -> None:
    assert bits(value) >= 0
    assert bits("a" * len(value)) == 0
