"""Encodings by alphabet of a whole text: hex, base32, base64, and what is worth looking into afterwards.

A phone's messages are full of identifiers that happen to be spelled in such letters.  What they decode
to is searched as bytes in any case; it is looked into only where it is text, begins as a known format,
or may be one without a magic (bits as RFC 1951 §3.2.3 and RFC 7932 §9.1, §9.2 number them).
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

from harness.decode import base32_text, base64_text, hex_text, json_text, ndjson_text
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import NOT_READ, Part
from harness.decode.vendor_formats import VendorFormats

_HEX = b"0123456789abcdefABCDEF-"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_IN_UTF8 = (json_text, ndjson_text)
_SMALL = 48
"""Bytes below which a compressed stream is one block: its first bits must say so."""
_LEAST = 12
"""Bytes of the shortest compressed value."""
_STRUCTURED = 20
_WORDS = re.compile(rb"[ -~]{6}")


def decodings(data: bytes, budget: Budget, formats: VendorFormats) -> list[Part]:
    """What a text may mean in each alphabet that it fits.  Never raises: what does not fit is left out."""
    found: list[Part] = []
    if hex_text.matches(data):
        try:
            return hex_text.unpack(data, budget)
        except ValueError:
            return found
    if base32_text.matches(data):
        with suppress(ValueError):
            found.extend(base32_text.unpack(data, budget))
    if base64_text.matches(data):
        try:
            found.append(("base64", base64_text.undo(data)))
        except ValueError:
            return found
        for wrapping in formats.in_base64:
            if wrapping.matches(data):
                with suppress(*NOT_READ):
                    found.extend(wrapping.unpack(data, budget))
    return found


def worth_a_look(data: bytes) -> bool:
    """Whether decoded bytes may be read on: text, deflate, brotli, or a structure with words in it."""
    size = len(data)
    if size >= _SMALL or is_text(data):
        return True
    if size < _LEAST:
        return False
    if b"\0" in data and (data[1] == data[3] == 0 or data[0] == data[2] == 0):
        return True
    if b"\x1f\x8b" in data or (data[0] & 7 in (3, 5) and _deflates(data)):
        return True
    if _BROTLI[(data[0] | data[1] << 8) & 0x7FF] and _may_be_brotli(data):
        return True
    return size >= _STRUCTURED and _WORDS.search(data) is not None


def _deflates(data: bytes) -> bool:
    try:
        zlib.decompress(data, -15, 4096)
    except zlib.error:
        return False
    return True


def _brotli_header(bits: int) -> tuple[int, int]:
    """How many nibbles a first meta-block's size has, less four, and the bits that follow."""
    bits >>= 1 if not bits & 1 else 4 if bits & 15 != 1 else 7
    last = bits & 1
    bits >>= 2 if last else 1
    return bits & 3, bits >> 2


_BROTLI = bytes(_brotli_header(bits)[0] == 0 for bits in range(0x800))
"""By the first eleven bits whether the size has four nibbles."""


def _may_be_brotli(data: bytes) -> bool:
    """Whether the first meta-block of a small stream has a size in proportion (RFC 7932 §9.2)."""
    nibbles, rest = _brotli_header(int.from_bytes(data[:4], "little"))
    return nibbles == 0 and (rest & 0xFFFF) < 64 * len(data)
