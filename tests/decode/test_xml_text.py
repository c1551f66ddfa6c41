"""XML: texts, attributes, comments; entities of its own are refused."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, Budget, xml_text
from harness.decode.refusal import Refusal


def test_texts_and_attributes_have_their_place() -> None:
    found = xml_text.unpack(b"<a x='1'><b>one</b><b>two &amp; three</b><!--four--></a>", DEFAULT)

    assert found == [
        ("xml:{a}", b"a"),
        ("xml:a@x", b"1"),
        ("xml:a@{x}", b"x"),
        ("xml:a/{b}", b"b"),
        ("xml:a/b", b"one"),
        ("xml:a/b[1]", b"two & three"),
        ("xml:a/comment()", b"four"),
        ("xml:a/b[]", b"2"),
    ]


@pytest.mark.parametrize(
    "text", [b"<a><b></a>", b"<a>&nope;</a>", b"<?xml version='1.0' encoding='nope'?><a/>"]
)
def test_what_is_no_xml_raises_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError, match="XML"):
        xml_text.unpack(text, DEFAULT)


@pytest.mark.parametrize(
    "text",
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<a>" * 30 + b"</a>" * 30,
        b"<a>" + b"<b/>" * 200 + b"</a>",
    ],
)
def test_entities_depth_and_size_are_refused(text: bytes) -> None:
    with pytest.raises(Refusal):
        xml_text.unpack(text, Budget(nesting=20, structure=150))
