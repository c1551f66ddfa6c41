from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.gateway import answers
from tests.capture.gateway.wire import query


def test_a_question_is_read():
    asked = answers.question(query("a.b.test", 28))

    assert (asked.name, asked.kind, asked.end) == ("a.b.test", 28, len(query("a.b.test")))
    assert not answers.is_response(query("a.b.test"))


def test_an_answer_of_our_own_reads_back():
    made = answers.answer(query("q.claims.test", number=513), "198.18.0.1")

    assert made[:2] == b"\x02\x01"
    assert answers.is_response(made)
    assert list(answers.addresses(made)) == ["198.18.0.1"]
    assert list(answers.addresses(answers.answer(query("q.claims.test", 28), "198.18.0.1"))) == []


def test_addresses_behind_another_name_and_of_both_kinds_are_found():
    asked = query("www.vendor.test")
    pointer = b"\xc0\x0c"
    alias = pointer + struct.pack(">HHIH", 5, 1, 60, 6) + b"\3cdn" + b"\xc0\x10"
    four = b"\xc0\x2d" + struct.pack(">HHIH", 1, 1, 60, 4) + bytes([203, 0, 113, 7])
    six = pointer + struct.pack(">HHIH", 28, 1, 60, 16) + b"\x20\x01\x0d\xb8" + bytes(11) + b"\7"
    text = pointer + struct.pack(">HHIH", 16, 1, 60, 4) + b"\3abc"
    message = asked[:2] + struct.pack(">5H", 0x8180, 1, 4, 0, 0) + asked[12:] + alias + text + four + six

    assert list(answers.addresses(message)) == ["203.0.113.7", "2001:db8::7"]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        bytes(12),
        query("a.test")[:-3],
        query("a.test")[:12] + b"\xc0\x0c\0\1\0\1",
        query("a.test")[:12] + b"\x80a\0\0\1\0\1",
        query("a.test")[:14],
    ],
)
def test_what_is_no_question_is_a_value_error(message):
    with pytest.raises(ValueError):
        answers.question(message)


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_a_value_error(data):
    with contextlib.suppress(ValueError):
        list(answers.addresses(data))
