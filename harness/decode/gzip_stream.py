"""gzip (RFC 1952) and zlib (RFC 1950) streams, checksums verified, one after another."""

from __future__ import annotations

import zlib

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "gzip"
_FINE = 65_536
"""Bytes of a damaged stream that are fed one by one, so that nothing before the damage is lost."""


def matches(data: bytes) -> bool:
    """Whether it begins with gzip's magic and its only method."""
    return data[:3] == b"\x1f\x8b\x08"


def inflate(data: bytes, limit: int, window: int, name: str) -> bytes:
    """What the streams hold, at most `limit` bytes; what follows the last stream is appended.

    Raises Refusal with what was read: cut off, checksum wrong, larger than the limit.
    """
    out: list[bytes] = []
    size = 0
    rest = data
    while rest:
        stream = zlib.decompressobj(window)
        piece = b""
        try:
            piece = stream.decompress(rest, limit - size + 1)
            if size + len(piece) > limit:
                raise Refusal(
                    GapReason.BUDGET,
                    f"{name} holds more than {limit} bytes",
                    [(name, b"".join([*out, piece]))],
                )
            if not stream.eof:
                raise Refusal(GapReason.TRUNCATED, f"{name} is cut off", [(name, b"".join([*out, piece]))])
        except zlib.error as e:
            whole = b"".join([*out, _salvage(rest, limit - size, window)])
            wrong = "data check" in str(e) or "length check" in str(e)
            if not whole and not wrong:
                raise ValueError(f"{name} does not read") from e
            reason = GapReason.CHECKSUM if wrong else GapReason.TRUNCATED
            raise Refusal(reason, f"{name}: data damaged", [(name, whole)]) from e
        out.append(piece)
        size += len(piece)
        rest = stream.unused_data
        if rest[:2] != data[:2]:
            out.append(rest)
            break
    return out[0] if len(out) == 1 else b"".join(out)


def _salvage(data: bytes, limit: int, window: int) -> bytes:
    """What comes out of a damaged stream before the damage, piece by piece."""
    stream = zlib.decompressobj(window)
    out: list[bytes] = []
    size = 0
    try:
        step = 1 if len(data) <= _FINE else 256
        for at in range(0, len(data), step):
            piece = stream.decompress(data[at : at + step], max(1, limit - size))
            out.append(piece)
            size += len(piece)
            if size >= limit:
                break
    except zlib.error:
        pass
    return b"".join(out)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises Refusal."""
    return [("gzip", inflate(data, budget.expansion, 31, "gzip"))]
