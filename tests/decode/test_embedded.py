"""Encoded stretches inside other bytes."""

from __future__ import annotations

import base64
import gzip

import pytest

from harness.decode import DEFAULT, embedded


def test_base64_inside_a_sentence_is_found_with_its_place() -> None:
    inner = base64.b64encode(b"a text that is long enough")

    assert embedded.base64_stretches(b"see: " + inner + b" ok") == [
        ("base64@5", b"a text that is long enough")
    ]


def test_in_unreadable_bytes_all_alignments_are_tried() -> None:
    inner = base64.b64encode(b"a text that is long enough")

    found = embedded.base64_stretches(b"\x00\x01A" + inner + b"\x00")

    assert b"a text that is long enough" in [part for _, part in found]


def test_json_inside_a_text_is_found() -> None:
    assert embedded.unpack(b'42["e",{"a":"b"}]', DEFAULT) == [
        ("json@2:[]", b"2"),
        ("json@2:[0]", b"e"),
        ("json@2:[1].{a}", b"a"),
        ("json@2:[1].a", b"b"),
    ]
    with pytest.raises(ValueError, match="JSON"):
        embedded.unpack(b"none {here}", DEFAULT)


def test_streams_behind_a_header_are_found() -> None:
    data = b"head" + gzip.compress(b"x")

    assert embedded.streams(data) == [(4, data[4:])]
