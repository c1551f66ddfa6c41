"""Texts that may hide something are those with a sign of structure or a long run of letters."""

from __future__ import annotations

import pytest

from harness.decode.kind import classify
from harness.decode.suspicion import suspicious


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([b"plain", b"words here"], []),
        ([b"plain", b"a=b"], [(1, True)]),
        ([b"a" * 16, b"x", b"%41 and %42"], [(0, False), (2, True)]),
        ([b"a" * 15, b"a" * 15], []),
        ([b"a" * 20 + b" =", b"=="], [(0, True)]),
        ([b"b" * 16, b"b" * 17], [(0, False), (1, False)]),
    ],
)
def test_each_is_named_once_and_with_whether_it_has_a_sign(
    texts: list[bytes], found: list[tuple[int, bool]]
) -> None:
    assert suspicious(list(map(len, texts)), classify(b" ".join(texts))) == found
