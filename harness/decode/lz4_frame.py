"""LZ4 frames (lz4 frame format 1.6.4), checksums verified."""

from __future__ import annotations

import lz4.frame

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "lz4"
MAGIC = b"\x04\x22\x4d\x18"


def matches(data: bytes) -> bool:
    """Whether it begins with the frame's magic."""
    return data[:4] == MAGIC


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises Refusal with what was read."""
    stream = lz4.frame.LZ4FrameDecompressor()  # type: ignore[no-untyped-call]
    try:
        out: bytes = stream.decompress(data, budget.expansion + 1)  # type: ignore[no-untyped-call]
    except RuntimeError as e:
        reason = GapReason.CHECKSUM if "checksum" in str(e).lower() else GapReason.UNKNOWN_FORMAT
        raise Refusal(reason, "lz4: data damaged") from e
    if len(out) > budget.expansion:
        raise Refusal(
            GapReason.BUDGET,
            f"lz4 holds more than {budget.expansion} bytes",
            [("lz4", out[: budget.expansion])],
        )
    if not stream.eof:
        raise Refusal(GapReason.TRUNCATED, "lz4 is cut off", [("lz4", out)])
    return [("lz4", out + (stream.unused_data or b""))]
