"""Zstandard frames (RFC 8878), checksum verified, one after another."""

from __future__ import annotations

import zstandard

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "zstd"
MAGIC = b"\x28\xb5\x2f\xfd"
_PIECE = 256
"""Bytes fed at a time: one block of 4 bytes can hold 128 KiB (RFC 8878 §3.1.1.2.4)."""
_WINDOW = 8 * 1024 * 1024
"""The largest window that RFC 8878 §3.1.1.1.2 asks decoders to support."""


def matches(data: bytes) -> bool:
    """Whether it begins with the frame's magic."""
    return data[:4] == MAGIC


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises Refusal with what was read."""
    out: list[bytes] = []
    size = 0
    rest = data
    while rest[:4] == MAGIC:
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        at = 0
        while not stream.eof:
            if at >= len(rest):
                raise Refusal(GapReason.TRUNCATED, "zstd is cut off", [("zstd", b"".join(out))])
            try:
                piece = stream.decompress(rest[at : at + _PIECE])
            except zstandard.ZstdError as e:
                reason = GapReason.CHECKSUM if "checksum" in str(e) else GapReason.UNKNOWN_FORMAT
                raise Refusal(reason, "zstd: data damaged", [("zstd", b"".join(out))]) from e
            at += _PIECE
            out.append(piece)
            size += len(piece)
            if size > budget.expansion:
                raise Refusal(
                    GapReason.BUDGET,
                    f"zstd holds more than {budget.expansion} bytes",
                    [("zstd", b"".join(out)[: budget.expansion])],
                )
        rest = stream.unused_data + rest[at:]
    out.append(rest)
    return [("zstd", b"".join(out))]
