"""Encodings by alphabet, and what is worth a look afterwards."""

from __future__ import annotations

import base64
import zlib

import brotli
import pytest

from harness.decode import BUILT_IN, DEFAULT, letters

TEXT = b"a text that is long enough"


def deflated(data: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


@pytest.mark.parametrize("encoded", [base64.b64encode(TEXT), base64.b32encode(TEXT), TEXT.hex().encode()])
def test_every_alphabet_that_fits_is_undone(encoded: bytes) -> None:
    assert TEXT in [part for _, part in letters.decodings(encoded, DEFAULT, BUILT_IN)]


@pytest.mark.parametrize(
    "inner",
    [
        TEXT,
        deflated(b"kqxv7h2mzp.claims.test"),
        brotli.compress(b"kqxv7h2mzp.claims.test"),
        "kqxv7h2mzp".encode("utf-16-le"),
        b"\x12\x16kqxv7h2mzp.claims.test",
    ],
)
def test_what_can_be_read_on_is_worth_a_look(inner: bytes) -> None:
    assert letters.worth_a_look(inner)
