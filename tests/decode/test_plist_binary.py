"""Binary property lists by key; circles are cut."""

from __future__ import annotations

import plistlib

import pytest

from harness.decode import DEFAULT, Budget, plist_binary
from harness.decode.refusal import Refusal


def test_what_was_written_comes_back_by_key() -> None:
    data = plistlib.dumps({"a": ["one", 2, "ünï"], "b": {"c": b"three"}}, fmt=plistlib.FMT_BINARY)

    found = plist_binary.unpack(data, DEFAULT)

    assert found == [
        ("plist:a[]", b"3"),
        ("plist:a[0]", b"one"),
        ("plist:a[1]", b"2"),
        ("plist:a[2]", "ünï".encode()),
        ("plist:{a}", b"a"),
        ("plist:b.c", b"three"),
        ("plist:b.{c}", b"c"),
        ("plist:{b}", b"b"),
    ]


def test_a_long_list_beyond_the_budget_is_refused() -> None:
    with pytest.raises(Refusal):
        plist_binary.unpack(plistlib.dumps(list(range(100)), fmt=plistlib.FMT_BINARY), Budget(structure=50))


def test_a_list_cut_off_raises_a_value_error() -> None:
    data = plistlib.dumps({"a": "b" * 50}, fmt=plistlib.FMT_BINARY)
    for size in range(40, len(data)):
        try:
            plist_binary.unpack(data[:size], DEFAULT)
        except ValueError:
            continue
