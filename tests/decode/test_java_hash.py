"""The checksum is that of Java."""

from __future__ import annotations

import pytest

from harness.decode.java_hash import java_hash


@pytest.mark.parametrize("text", ["", "a", "hello", "H4sIAAAAAAAA" * 50, "naïve ☃ 😀", "é" * 300])
def test_the_checksum_is_that_of_java(text: str) -> None:
    expected = 0
    units = text.encode("utf-16-be")
    for at in range(0, len(units), 2):
        expected = (31 * expected + int.from_bytes(units[at : at + 2], "big")) & 0xFFFFFFFF

    assert java_hash(text.encode()) & 0xFFFFFFFF == expected
