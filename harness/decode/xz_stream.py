"""xz streams (The .xz File Format 1.2.1) and LZMA alone (the older format of lzma-utils)."""

from __future__ import annotations

import lzma

from harness.decode.budget import Budget
from harness.decode.refusal import Part
from harness.decode.streamed import inflate

NAME = "xz"
CERTAIN = True
FIRST = b"\xfd\x5d"
MAGIC = b"\xfd7zXZ\0"
_ALONE = 0x5D
_MEMORY = 64 * 1024 * 1024
"""Bytes that the dictionary may take: every preset up to 6 keeps within 9 MB of it."""
_HEADER = 13
"""Bytes of LZMA alone's header: properties, dictionary, size."""
_SIZES = frozenset({1 << n for n in range(12, 28)} | {3 << n for n in range(11, 26)} | {0xFFFFFFFF})
"""Dictionaries that the format's own tools make: powers of two and one and a half of them."""
_LARGEST = 1 << 38
_UNKNOWN = (1 << 64) - 1


def matches(data: bytes) -> bool:
    """Whether it begins with the magic of xz, or with a header of LZMA alone that its own reader takes."""
    return data.startswith(MAGIC) or (
        len(data) > _HEADER
        and data[0] == _ALONE
        and int.from_bytes(data[1:5], "little") in _SIZES
        and ((size := int.from_bytes(data[5:13], "little")) == _UNKNOWN or size < _LARGEST)
    )


def _start() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, _MEMORY)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `xz` or `lzma`, and what follows it.  Raises ValueError and Refusal."""
    if data.startswith(MAGIC):
        return inflate(data, budget.expansion, NAME, _start, MAGIC, (lzma.LZMAError, EOFError))
    return inflate(data, budget.expansion, "lzma", _start, MAGIC, (lzma.LZMAError, EOFError))
