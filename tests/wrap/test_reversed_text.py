from __future__ import annotations

from harness.wrap import reversed_text


def test_characters_are_reversed_and_not_their_bytes():
    assert reversed_text.wrap("aé".encode()) == "éa".encode()


def test_bytes_that_are_no_text_are_reversed_as_bytes():
    assert reversed_text.wrap(b"\xff\x01") == b"\x01\xff"
