"""Leaves of binary values: believable only with a text among them."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, Budget
from harness.decode.binary_value import Symbol, Tagged, flatten
from harness.decode.refusal import Refusal


def test_leaves_have_their_steps() -> None:
    value = (("a", [1, "two"]), (b"bin", (("c", b"\x00\x01"),)))

    assert flatten(value, "x:", DEFAULT) == [
        ("x:a[]", b"2"),
        ("x:a[0]", b"1"),
        ("x:a[1]", b"two"),
        ("x:{a}", b"a"),
        ("x:bin.c", b"\x00\x01"),
        ("x:bin.{c}", b"c"),
        ("x:{bin}", b"bin"),
    ]


def test_tags_names_of_other_kinds_and_empty_containers_are_leaves() -> None:
    value = ((("key",), Tagged(7, None)), (3, Symbol("undefined")), ("text", ((), [], True, -1.5)))

    with pytest.raises(ValueError, match="not a map"):
        flatten(value, "x:", DEFAULT)

    value = ((["key"], Tagged(7, None)), (3, Symbol("undefined")), ("text", [(), [], True, -1.5]))

    assert flatten(value, "x:", DEFAULT) == [
        ("x:?#", b"7"),
        ("x:?", b"null"),
        ("x:{key}[0]", b"key"),
        ("x:3", b"undefined"),
        ("x:{3}", b"3"),
        ("x:text[]", b"4"),
        ("x:text[0]{}", b"0"),
        ("x:text[1][]", b"0"),
        ("x:text[2]", b"true"),
        ("x:text[3]", b"-1.5"),
        ("x:{text}", b"text"),
    ]


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
