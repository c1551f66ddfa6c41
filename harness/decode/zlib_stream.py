"""zlib streams (RFC 1950), checksum verified."""

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.gzip_stream import inflate
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "zlib"
_LEAST = 8
_METHOD, _LARGEST_WINDOW = 8, 7


def matches(data: bytes) -> bool:
    """Whether it begins with a zlib header (RFC 1950 §2.2) and is no text that looks like one."""
    return (
        len(data) >= _LEAST
        and data[0] & 15 == _METHOD
        and data[0] >> 4 <= _LARGEST_WINDOW
        and (data[0] << 8 | data[1]) % 31 == 0
        and not is_text(data)
    )


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises ValueError, Refusal."""
    return [("zlib", inflate(data, budget.expansion, 15, "zlib"))]
