"""Framed Snappy (google/snappy, framing_format.txt), its CRC-32C (RFC 3720, masked) verified."""

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


def _row(byte: int) -> int:
    """What a byte adds to a checksum: division by the polynomial of Castagnoli, its bits reversed."""
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


_ROWS = tuple(map(_row, range(256)))


def _masked(data: bytes) -> bytes:
    """The CRC-32C of a chunk as it is written: rotated and raised."""
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ _ROWS[(value ^ byte) & 255]
    value ^= 0xFFFFFFFF
    return (((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF).to_bytes(4, "little")


def matches(data: bytes) -> bool:
    """Whether it begins with the stream identifier."""
    return data.startswith(_MAGIC)


def unpack(data: bytes, budget: Budget) -> list[Part]:  # noqa: C901 (kinds of chunks in one place)
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
                plain = snappy_block.inflate(piece, budget.expansion - size) if kind == 0 else piece
            except Refusal as e:
                raise refuse(e.reason, e.detail) from e
            except ValueError as e:
                raise refuse(GapReason.DAMAGED, "a chunk does not read") from e
            out.append(plain)
            size += len(plain)
            if _masked(plain) != chunk[:_CHECKSUM]:
                raise refuse(GapReason.CHECKSUM, "checksum wrong")
        elif 2 <= kind <= 0x7F:
            raise refuse(GapReason.UNKNOWN_FORMAT, f"reserved chunk {kind}")
        elif kind == 0xFF:
            if chunk != _MAGIC[4:]:
                raise refuse(GapReason.UNKNOWN_FORMAT, "another stream begins")
        elif chunk.strip(b"\0"):
            aside.append((f"{NAME}:skipped@{at}", chunk))
            aside.append((f"{NAME}:kind@{at}", b"%d" % kind))
        at += 4 + length
    return [(NAME, b"".join(out)), *aside]
