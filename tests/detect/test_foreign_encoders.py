"""Every encoder of the table: a value is found, or its bytes are a gap or residue; never silently clean."""

from __future__ import annotations

import pytest

from harness.decode import Unwrapped, unwrap
from harness.detect import Searcher
from harness.model.planted import Planted, PlantedId, PlantedKind
from tests.detect.encoders import ENCODERS
from tests.messages import sent

VALUES = {
    "canary": ("KQXV7H2MZPABCDEFGHIJKLMNOP", "ZPLMW3ROTNCAFKDEHGBIQJUVXY"),
    "words": ("alice private diary 2026", "peter evening song 19045"),
    "imei": ("861234567890127", "357912086401238"),
    "uuid": ("eefc9fd3-1cfb-4717-b774-eaae02f212a3", "0b17a4c6-52de-4f98-9c03-7731fd86ab5e"),
}
"""Each value with another of its kind, which shows what of a message depends on the value."""

PLANTED = [
    Planted(
        PlantedId(name),
        PlantedKind.CANARY if name in ("canary", "words") else PlantedKind.IDENTIFIER,
        value,
        name,
    )
    for name, (value, _) in VALUES.items()
]

UNPROVABLE: frozenset[tuple[str, str]] = frozenset(
    (encoder, value)
    for encoder in (
        "rot3",
        "base64 of rot13",
        "rot13",
        "rot47",
        "atbash",
        "key of one byte",
        "key of one byte in hex",
        "key of one byte in base64",
        "bits turned",
        "number added",
        "key in the message",
        "hex with swapped digits",
        "words 32 little",
    )
    for value in VALUES
)
"""A random value under a rotation or a key shows nothing; it may stay residue or a gap."""

NOT_YET_WIRED: frozenset[str] = frozenset(
    {
        "base64 reversed",
        "base64 joined of pieces",
        "base64 of gzip in a path",
        "base64 of gzip behind letters",
        "base64 of zlib behind letters",
        "base64 crypt",
        "base64 bcrypt",
        "base64 small first",
        "base64 digits first",
        "base64 digits and small first",
        "base64 xx",
        "base32hex",
        "base32 Crockford",
        "z-base-32",
        "base32 geohash",
        "base36",
        "base36 capital",
        "decimal",
        "base58",
        "base58 Flickr",
        "base58 Ripple",
        "base62",
        "base62 small first",
        "base62 letters first",
        "base45",
        "base85",
        "ascii85",
        "ascii85 framed",
        "ascii85 in lines",
        "ascii85 framed in a text",
        "z85",
        "base91",
        "hex reversed",
        "hex with swapped digits",
        "hex behind a letter",
        "hex with 0x",
        "hex of PostgreSQL",
        "hex spaced",
        "hex colons",
        "hex commas",
        "hex dots",
        "hex bars",
        "hex underscores",
        "hex fours",
        "hex eights",
        "hex 0x list",
        "hex 0x array",
        "hex 0x short",
        "hex h list",
        "hex dollar",
        "hex by xxd",
        "hex C array by xxd",
        "hex by od",
        "hex by hexdump",
        "binary by xxd",
        "binary digits",
        "binary digits in a list",
        "octal by od",
        "escapes \\x",
        "escapes \\x capital",
        "escapes \\x doubled",
        "escapes octal",
        "escapes %u",
        "escapes \\u",
        "escapes \\u doubled",
        "escapes \\u braces",
        "escapes \\U",
        "escapes U+",
        "escapes _x",
        "escapes CSS",
        "codes",
        "codes spaced",
        "codes semicolons",
        "codes hyphens",
        "codes dots",
        "codes bars",
        "codes padded",
        "codes JSON",
        "codes JSON spread",
        "codes JSON texts",
        "codes JSON by index",
        "codes of a Buffer",
        "codes as reals",
        "codes deep in JSON",
        "codes octal",
        "codes fromCharCode",
        "codes chr",
        "words 16 big",
        "words 16 little",
        "words 32 big",
        "words 32 little",
        "words 32 signed",
        "uuencode",
        "uuencode bare",
        "xxencode",
        "yenc",
        "utf-7",
        "full width",
        "bold",
        "circled",
        "Cyrillic look-alikes",
        "Greek look-alikes",
        "accents",
        "accents apart",
        "zero-width spaces",
        "zero-width joiners",
        "word joiners",
        "soft hyphens",
        "byte order marks",
        "variation selectors",
        "tags",
        "selectors as bytes",
        "zero-width bits",
        "rot13",
        "rot47",
        "rot3",
        "atbash",
        "base64 of rot13",
        "rot13 of base64",
        "morse",
        "lz-string base64",
        "lz-string URI",
        "lz-string UTF-16",
        "encoded word Q",
        "encoded words",
        "parameter of RFC 2231",
        "pieces in an array",
        "letters in an array",
        "pieces in fields",
        "pieces in objects",
        "pieces out of order",
        "pieces of base64 in an array",
        "pieces of hex in fields",
        "key of one byte in hex",
        "key of one byte in base64",
        "key in the message",
        "lzma",
        "bzip2",
        "bzip2 by bzip2",
        "zip stored",
        "zip deflated",
        "zip bzip2",
        "zip lzma",
        "zip streamed",
        "utf-32-le",
        "utf-32-be",
        "smile",
        "avro",
        "avro deflated",
        "key of one byte",
        "bits turned",
        "number added",
        "gzip reversed",
        "base85 in JSON",
        "base58 in JSON",
        "base45 in JSON",
        "hex spaced in JSON",
        "escapes \\x in JSON",
        "codes in JSON",
        "full width in JSON",
        "zero-width spaces in JSON",
        "uuencode in JSON",
        "utf-7 in JSON",
        "lz-string base64 in JSON",
        "base85 in a form",
        "base58 in a form",
        "base45 in a form",
        "hex spaced in a form",
        "escapes \\x in a form",
        "codes in a form",
        "full width in a form",
        "zero-width spaces in a form",
        "uuencode in a form",
        "utf-7 in a form",
        "lz-string base64 in a form",
        "base64 of bzip2",
        "base64 of zip deflated",
        "base64 of bzip2 in JSON",
        "base64 of zip deflated in JSON",
        "hex of bzip2",
        "hex of zip deflated",
        "hex of smile",
        "hex of avro",
        "gzip of base85",
        "gzip of base58",
        "gzip of base45",
        "gzip of hex spaced",
        "gzip of escapes \\x",
        "gzip of codes",
        "gzip of full width",
        "gzip of zero-width spaces",
        "gzip of uuencode",
        "gzip of utf-7",
        "gzip of lz-string base64",
    }
)
"""Encoders whose decoder the engine does not call yet."""


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(PLANTED)


def unexplained(reading: Unwrapped) -> frozenset[bytes]:
    """The leaves that no format explains: residue where they depend on the value."""
    return frozenset(leaf.value for leaf in reading.leaves if leaf.free_bits is None)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_value_is_found_or_its_bytes_are_a_gap_or_residue(
    searcher: Searcher, encoder: str, value: str
) -> None:
    text, other = VALUES[value]
    message = sent(ENCODERS[encoder](text.encode()))
    found = searcher.search(message)
    reading = unwrap(message)
    named = bool(found.gaps or reading.gaps) or unexplained(reading) != unexplained(
        unwrap(sent(ENCODERS[encoder](other.encode())))
    )
    seen = any(sighting.planted == value for sighting in found.sightings)

    if encoder in NOT_YET_WIRED or (encoder, value) in UNPROVABLE:
        assert seen or named or encoder in NOT_YET_WIRED
    else:
        assert seen


def test_there_are_more_encoders_than_were_tried_before() -> None:
    assert len(ENCODERS) >= 236


def test_what_is_said_not_to_be_read_is_in_the_table() -> None:
    assert set(ENCODERS) >= NOT_YET_WIRED
    assert set(ENCODERS) >= {encoder for encoder, _ in UNPROVABLE}
