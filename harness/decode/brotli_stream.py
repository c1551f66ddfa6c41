"""brotli (RFC 7932): no magic, so that only a stream that ends exactly at the end counts."""

from __future__ import annotations

import brotli  # type: ignore[import-untyped,unused-ignore]

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "brotli"
_LEAST = 6
_PIECE = 8
"""Bytes fed at a time: a few bytes of brotli can hold 16 MiB, and the library has no limit of its own."""


def matches(data: bytes) -> bool:
    """Anything may be brotli that is not too short."""
    return len(data) >= _LEAST


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises ValueError where it is not brotli, Refusal where it is too large."""
    stream = brotli.Decompressor()
    out: list[bytes] = []
    size = 0
    for at in range(0, len(data), _PIECE):
        if stream.is_finished():
            raise ValueError("not brotli: bytes follow its end")
        try:
            piece = stream.process(data[at : at + _PIECE])
        except brotli.error as e:
            raise ValueError("not brotli") from e
        out.append(piece)
        size += len(piece)
        if size > budget.expansion:
            raise Refusal(
                GapReason.BUDGET,
                f"brotli holds more than {budget.expansion} bytes",
                [("brotli", b"".join(out)[: budget.expansion])],
            )
    if not size:
        raise ValueError("not brotli")
    if not stream.is_finished():
        raise Refusal(GapReason.TRUNCATED, "brotli is cut off", [("brotli", b"".join(out))])
    return [("brotli", b"".join(out))]
