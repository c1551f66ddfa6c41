"""Encodings by alphabet of a whole text: hex, base32, base64, and what is worth looking into afterwards.

A phone's messages are full of identifiers that happen to be spelled in such letters.  What they decode
to is searched as bytes in any case; it is looked into only where it is text, begins as a known format,
or may be one without a magic.
"""

# ruff: noqa: PLR2004 (bits as RFC 1951 §3.2.3 and RFC 7932 §9.1, §9.2 number them)

from __future__ import annotations

import re
import zlib
from binascii import a2b_base64
from contextlib import suppress

from harness.decode import base32_text, base64_text, hex_text, miota, registry
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

_HEX = b"0123456789abcdefABCDEF-"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_OPENERS = tuple(
    tuple(format_ for firsts, format_ in registry.BY_FIRST_BYTE if first in firsts) for first in range(256)
)
"""For every first byte the formats that may open with it."""
_SMALL = 48
"""Bytes below which a compressed stream is one block: its first bits must say so."""
_LEAST = 12
"""Bytes of the shortest compressed value."""
_STRUCTURED = 20
_WORDS = re.compile(rb"[ -~]{6}")


def decodings(data: bytes, budget: Budget) -> list[Part]:
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
        if len(found[-1][1]) % 16 == 0 and miota.matches(data):
            with suppress(ValueError):
                found.extend(miota.unpack(data, budget))
    return found


def dregs(data: bytes) -> bytes | None:
    """What a text of letters decodes to where that is not worth a look; None where something may be.

    Shorter than `decodings` and `worth_a_look`, and of the same opinion (test).
    """
    if not data.translate(None, _HEX):
        try:
            blob = bytes.fromhex(data.replace(b"-", b"").decode("ascii"))
        except ValueError:
            return None
    elif data.translate(None, _BASE64) or ((data.isupper() or data.islower()) and base32_text.matches(data)):
        return None
    else:
        try:
            blob = a2b_base64(data.translate(_URL_SAFE) + b"=="[: -len(data) % 4])
        except ValueError:
            return None
        if len(blob) % 16 == 0 and len(blob) > 16:
            return None
    return None if not blob or opens(blob) or worth_a_look(blob) else blob


def opens(data: bytes) -> bool:
    """Whether a format known by its beginning says that it opens here."""
    for format_ in _OPENERS[data[0]]:  # noqa: SIM110 (a generator would cost more than the loop)
        if format_.matches(data):
            return True
    return False


def worth_a_look(data: bytes) -> bool:
    """Whether decoded bytes may be read on: text, deflate, brotli, or a structure with words in it."""
    if is_text(data):
        return True
    size = len(data)
    if size >= _SMALL:
        return True
    if size < _LEAST:
        return False
    if data[1] == data[3] == 0 or data[0] == data[2] == 0 or b"\x1f\x8b" in data:
        return True
    if (data[0] & 7 in (3, 5) and _deflates(data)) or _may_be_brotli(data):
        return True
    return size >= _STRUCTURED and _WORDS.search(data) is not None


def _deflates(data: bytes) -> bool:
    try:
        zlib.decompress(data, -15, 4096)
    except zlib.error:
        return False
    return True


def _may_be_brotli(data: bytes) -> bool:
    """Whether the first meta-block of a small stream has a size in proportion (RFC 7932 §9.2)."""
    bits = int.from_bytes(data[:4], "little")
    bits >>= 1 if not bits & 1 else 4 if bits & 15 != 1 else 7
    last = bits & 1
    bits >>= 2 if last else 1
    return bits & 3 == 0 and (bits >> 2 & 0xFFFF) < 64 * len(data)
