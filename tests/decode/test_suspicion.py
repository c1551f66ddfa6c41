"""Texts that may hide something are those with a sign of structure or a long run of letters."""

from __future__ import annotations

import pytest

from harness.decode.kind import classify
from harness.decode.suspicion import suspicious


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([b"plain", b"words here"], []),
        ([b"plain", b"a=b"], [1]),
        ([b"a" * 16, b"x", b"%41 and %42"], [0, 2]),
        ([b"a" * 15, b"a" * 15], []),
        ([b"a" * 20 + b" =", b"=="], [0]),
        ([b"b" * 16, b"b" * 17], [0, 1]),
    ],
)
def test_each_is_named_once(texts: list[bytes], found: list[int]) -> None:
    assert suspicious(list(map(len, texts)), classify(b" ".join(texts))) == found
