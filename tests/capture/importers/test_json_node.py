"""Texts of JSON and their escapes."""

from __future__ import annotations

import pytest

from harness.capture.importers.json_node import Kind, Node, dumped, quoted, unescape


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (rb"a\n\"\\\/", b'a\n"\\/'),
        (rb"\u00e4\ud83d\ude00", "ä😀".encode()),
        (rb"\ud83d", b"\xed\xa0\xbd"),
        (rb"\x\u12", rb"\x\u12"),
        (b"\xff\\n", b"\xff\n"),
        (b"\xff\\ud83d\\ude00\\u0041", b"\xff" + "😀A".encode()),
    ],
)
def test_escapes_are_undone_and_what_is_none_stays(raw: bytes, text: bytes) -> None:
    assert unescape(raw) == text


def test_a_value_is_written_as_json_again() -> None:
    value = Node(
        Kind.OBJECT,
        0,
        fields=[(b'"', Node(Kind.LIST, 0, items=[Node(Kind.TEXT, 0, b"\xff"), Node(Kind.WORD, 0, b"1")]))],
    )

    assert dumped(value) == b'{"\\"":["\xff",1]}'
    assert quoted(b"a\n") == b'"a\\n"'
