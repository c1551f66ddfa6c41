"""Event times are whole numbers of milliseconds."""

from __future__ import annotations

import pytest

from harness.decode.event_time import milliseconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1588150000123", 1588150000123),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("9" * 30, None),
        (None, None),
        ("١٢", None),
    ],
)
def test_only_whole_numbers_are_times(value: object, expected: int | None) -> None:
    assert milliseconds(value) == expected
