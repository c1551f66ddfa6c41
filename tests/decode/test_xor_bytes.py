"""One byte over all, or a key that the message carries: words come back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from harness.decode import DEFAULT, xor_bytes
from tests.decode.encoded import WORDS
from tests.detect.encoders import xor


@pytest.mark.parametrize("key", [1, 0x20, 0x5A, 0x80, 0xAA, 0xFF])
def test_a_key_of_one_byte_is_found(key: int) -> None:
    body = xor(bytes([key]))(WORDS)

    assert xor_bytes.matches(body)
    assert xor_bytes.unpack(body, DEFAULT) == [(f"xor:{key:02x}", WORDS)]


def test_an_added_number_is_found() -> None:
    body = bytes((c + 100) & 255 for c in b'{"note":"alice private diary"}')

    assert xor_bytes.unpack(body, DEFAULT) == [("add:9c", b'{"note":"alice private diary"}')]


def test_random_bytes_raise() -> None:
    with pytest.raises(ValueError, match="no key"):
        xor_bytes.unpack(bytes.fromhex("8f3a01c7de99427bb0e55d1c66f20a94"), DEFAULT)


def test_a_key_among_others_is_found() -> None:
    body = xor(b"s3cretKey!")(WORDS)

    assert xor_bytes.keyed(body, [b"other", b"s3cretKey!", b"x"]) == [("xor:key[1]", WORDS)]
    assert xor_bytes.keyed(body, [b"wrongKey12"]) == []


def test_differences_do_not_depend_on_the_key() -> None:
    plain = xor_bytes.differences(WORDS)

    assert plain == bytes(a ^ b for a, b in pairwise(WORDS))
    assert xor_bytes.differences(xor(b"\x37")(WORDS)) == plain
    assert xor_bytes.differences(b"a") == b""
