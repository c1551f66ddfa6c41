"""XML property lists by key."""

from __future__ import annotations

import plistlib

import pytest

from harness.decode import DEFAULT, plist_xml


def test_what_was_written_comes_back_by_key() -> None:
    data = plistlib.dumps({"a": ["one", 2], "b": {"c": b"three"}})

    assert plist_xml.matches(data)
    assert plist_xml.unpack(data, DEFAULT)[2:] == [
        ("plist:@{version}", b"version"),
        ("plist:@version", b"1.0"),
        ("plist:{a}", b"a"),
        ("plist:a[0]", b"one"),
        ("plist:a[1]", b"2"),
        ("plist:a[]", b"2"),
        ("plist:{b}", b"b"),
        ("plist:b.{c}", b"c"),
        ("plist:b.c", b"three"),
    ]


@pytest.mark.parametrize(
    "data", [b"<plist><dict><key>a</key></dict></plist>", b"<plist><date>x</date></plist>", b"<plist>"]
)
def test_damaged_lists_raise_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        plist_xml.unpack(data, DEFAULT)
