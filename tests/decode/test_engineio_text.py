"""engine.io: every packet of a payload is read, in both revisions."""

from __future__ import annotations

import base64

import pytest

from harness.decode import DEFAULT, engineio_text
from tests.decode.encoded import WORDS


def contents(body: bytes) -> list[bytes]:
    assert engineio_text.matches(body)
    return [part for step, part in engineio_text.unpack(body, DEFAULT) if str(step).startswith("engine.io:")]


def test_packets_apart_by_a_separator_are_read() -> None:
    assert contents(b'42["hi",{"a":1}]\x1e2probe\x1e4hello') == [b'["hi",{"a":1}]', b"probe", b"hello"]


def test_packets_with_their_lengths_are_read() -> None:
    assert contents('8:42["hé"]'.encode() + b"6:2probe") == ['["hé"]'.encode(), b"probe"]


@pytest.mark.parametrize("prefix", [b"b", b"b4"])
def test_a_packet_of_base64_is_read(prefix: bytes) -> None:
    assert contents(prefix + base64.b64encode(WORDS)) == [WORDS]


@pytest.mark.parametrize("data", [b"10:20:30", b"bonjour a tous", b"4 apples"])
def test_other_texts_do_not_match(data: bytes) -> None:
    assert not engineio_text.matches(data)
