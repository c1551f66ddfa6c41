"""Raw deflate (RFC 1951): no magic, so that only a stream that ends exactly at the end counts."""

from __future__ import annotations

import zlib

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "deflate"
_LEAST = 8
_RESERVED = 3


def matches(data: bytes) -> bool:
    """Whether the first block's type exists (RFC 1951 §3.2.3)."""
    return len(data) >= _LEAST and data[0] >> 1 & 3 != _RESERVED


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises ValueError unless the stream takes exactly all bytes."""
    stream = zlib.decompressobj(-15)
    try:
        out = stream.decompress(data, budget.expansion + 1)
    except zlib.error as e:
        raise ValueError("not deflate") from e
    if len(out) > budget.expansion:
        raise Refusal(
            GapReason.BUDGET, f"deflate holds more than {budget.expansion} bytes", [("deflate", out)]
        )
    if not stream.eof or stream.unused_data or len(out) < _LEAST:
        raise ValueError("not deflate")
    return [("deflate", out)]


def account(data: bytes, budget: Budget) -> Accounted:
    """All of it is content.  Raises ValueError unless the stream takes exactly all bytes."""
    unpack(data, budget)
    return Accounted(len(data), len(data))
