"""Leaves of binary values: believable only with a text among them."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, Budget
from harness.decode.binary_value import flatten
from harness.decode.refusal import Refusal


def test_leaves_have_their_steps() -> None:
    value = (("a", [1, "two"]), (b"bin", (("c", b"\x00\x01"),)))

    assert flatten(value, "x:", DEFAULT) == [("x:a[0]", b"1"), ("x:a[1]", b"two"), ("x:bin.c", b"\x00\x01")]


def test_numbers_alone_are_not_believed() -> None:
    with pytest.raises(ValueError, match="text"):
        flatten([1, 2, [3.5]], "x:", DEFAULT)


def test_too_many_items_and_levels_are_refused() -> None:
    with pytest.raises(Refusal):
        flatten(["text"] * 50, "x:", Budget(structure=10))
    deep: object = "text"
    for _ in range(300):
        deep = [deep]
    with pytest.raises(ValueError, match="deep"):
        flatten(deep, "x:", DEFAULT)
