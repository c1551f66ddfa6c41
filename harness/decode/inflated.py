"""Streams of zlib's library, one after another: those of gzip (RFC 1952) and of zlib (RFC 1950)."""

from __future__ import annotations

import zlib

from harness.decode.refusal import Refusal
from harness.model.message import GapReason

_FINE = 65_536
"""Bytes of a damaged stream that are fed one by one, so that nothing before the damage is lost."""


def inflate(data: bytes, limit: int, window: int, name: str, starts: list[int]) -> tuple[bytes, int]:
    """What the streams hold, at most `limit` bytes, and where the last one ends.

    `starts` is filled with the offsets at which streams begin.  Raises Refusal with what was read: cut off,
    checksum wrong, larger than the limit; ValueError where no stream is.
    """
    out: list[bytes] = []
    size = end = 0
    while end == 0 or data[end : end + 2] == data[:2]:
        stream = zlib.decompressobj(window)
        rest = data[end:] if end else data
        piece = b""
        starts.append(end)
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
            saved = _salvage(rest, limit - size, window)
            wrong = "data check" in str(e) or "length check" in str(e)
            if not saved and not wrong:
                if not out:
                    raise ValueError(f"{name} does not read") from e
                starts.pop()
                break
            reason = GapReason.CHECKSUM if wrong else GapReason.TRUNCATED
            raise Refusal(reason, f"{name}: data damaged", [(name, b"".join([*out, saved]))]) from e
        out.append(piece)
        size += len(piece)
        end = len(data) - len(stream.unused_data)
    return out[0] if len(out) == 1 else b"".join(out), end


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
