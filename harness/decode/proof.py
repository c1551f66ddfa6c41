"""What makes the result of a guessed encoding believable: it is text, or opens a format by its magic."""

from __future__ import annotations

import zlib

from harness.decode.kind import is_text
from harness.decode.words import opens, reads

_MAGICS = (
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"BZh",
    b"\xfd7zXZ\0",
    b"PK\x03\x04",
    b"bplist0",
    b":)\n",
    b"Obj\x01",
    b"\xff\x06\x00\x00sNaPpY",
)
_WRITTEN = bytes(c for c in range(256) if chr(c).isalnum() or c >= 0x80 or c == 0x20)  # noqa: PLR2004
_LEAST = 6
_SMALL = 64
_CERTAIN = 12
"""Bytes of text that chance does not make: of random bytes one of 20,000 is text throughout (test)."""


def opens_magic(data: bytes) -> bool:
    """Whether a compressed stream or a document begins here; a zlib stream must inflate."""
    return data.startswith(_MAGICS) or (may_open(data) and _inflates(data))


def may_open(data: bytes) -> bool:
    """Whether first bytes are those of a stream or a document (zlib by its header, RFC 1950 §2.2)."""
    return data.startswith(_MAGICS) or (
        len(data) > _CERTAIN
        and data[0] == 0x78  # noqa: PLR2004 (deflate with its usual window)
        and (data[0] << 8 | data[1]) % 31 == 0
        and not data[1] & 0x20
    )


def _inflates(data: bytes) -> bool:
    """Whether the first bytes of a stream read, and a small one to its end."""
    stream = zlib.decompressobj()
    try:
        stream.decompress(data, 64)
    except zlib.error:
        return False
    return stream.eof or len(data) > _SMALL


def reads_on(data: bytes) -> bool:
    """Whether bytes that an alphabet spelled are text, or open a format known by its magic."""
    return len(data) >= _LEAST and (is_text(data) or opens_magic(data))


def is_certain(data: bytes) -> bool:
    """Whether bytes are what somebody meant: long enough as text, words, a notation, a magic."""
    return opens_magic(data) or (
        len(data) >= _LEAST
        and is_text(data)
        and ((len(data) >= _CERTAIN and _is_written(data)) or opens(data) or reads(data))
    )


def _is_written(data: bytes) -> bool:
    """Whether half of a text is letters, digits and spaces, as of a text that somebody wrote."""
    return 2 * len(data.translate(None, _WRITTEN)) <= len(data)
