"""Framed Snappy (google/snappy, framing_format.txt); its CRC-32C is not recomputed."""

# ruff: noqa: PLR2004 (types of chunks as the format's description gives them)

from __future__ import annotations

from harness.decode import snappy_block
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "snappy-framed"
CERTAIN = True
FIRST = b"\xff"
_MAGIC = b"\xff\x06\x00\x00sNaPpY"
_CHECKSUM = 4


def matches(data: bytes) -> bool:
    """Whether it begins with the stream identifier."""
    return data.startswith(_MAGIC)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed; padding and chunks to be skipped are parts too where they hold anything.

    Raises Refusal where a chunk is cut off, damaged or reserved, or the whole is larger than the budget.
    """
    out: list[bytes] = []
    aside: list[Part] = []
    size = at = 0

    def refuse(reason: GapReason, detail: str) -> Refusal:
        rest: list[Part] = [(f"{NAME}:rest", data[at:])]
        return Refusal(reason, f"snappy: {detail}", [(NAME, b"".join(out)), *aside, *rest])

    while at < len(data):
        kind, length = data[at], int.from_bytes(data[at + 1 : at + 4], "little")
        chunk = data[at + 4 : at + 4 + length]
        if at + 4 + length > len(data):
            raise refuse(GapReason.TRUNCATED, "a chunk is cut off")
        if kind in (0, 1):
            piece = chunk[_CHECKSUM:]
            try:
                out.append(snappy_block.inflate(piece, budget.expansion - size) if kind == 0 else piece)
            except Refusal as e:
                raise refuse(e.reason, e.detail) from e
            except ValueError as e:
                raise refuse(GapReason.DAMAGED, "a chunk does not read") from e
            size += len(out[-1])
        elif 2 <= kind <= 0x7F:
            raise refuse(GapReason.UNKNOWN_FORMAT, f"reserved chunk {kind}")
        elif kind != 0xFF and chunk.strip(b"\0"):
            aside.append((f"{NAME}:skipped@{at}", chunk))
        at += 4 + length
    return [(NAME, b"".join(out)), *aside]
