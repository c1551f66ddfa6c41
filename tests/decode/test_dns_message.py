"""DNS: names asked and answered, loops cut."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, dns_message


def name(text: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\x00"


QUESTION = (
    b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + name("kqxv7h2mzp.claims.test") + b"\x00\x01\x00\x01"
)


def test_the_name_asked_for_is_read() -> None:
    for data in (QUESTION, len(QUESTION).to_bytes(2, "big") + QUESTION):
        assert dns_message.matches(data)
        assert dns_message.unpack(data, DEFAULT) == [
            ("dns:id", b"4660"),
            ("dns:flags", b"256"),
            ("dns:question[0]", b"kqxv7h2mzp.claims.test"),
            ("dns:question[0].type", b"1"),
            ("dns:question[0].class", b"1"),
        ]


def test_answers_with_pointers_texts_and_names_are_read() -> None:
    head = bytearray(QUESTION)
    head[7] = 2
    alias = name("other.test")
    data = bytes(head) + b"\xc0\x0c\x00\x05\x00\x01" + bytes(4) + len(alias).to_bytes(2, "big") + alias
    data += b"\xc0\x0c\x00\x10\x00\x01" + bytes(4) + b"\x00\x06\x05hello"

    found = dict(dns_message.unpack(data, DEFAULT))

    assert found["dns:record[0].target"] == b"other.test"
    assert found["dns:record[1].text"] == b"hello"


def test_a_loop_of_pointers_and_a_cut_message_are_no_dns() -> None:
    assert not dns_message.matches(QUESTION[:12] + b"\xc0\x0c\x00\x01\x00\x01")
    with pytest.raises(ValueError, match="read"):
        dns_message.unpack(QUESTION[:6] + b"\x00\x01" + QUESTION[8:], DEFAULT)
