"""brotli (RFC 7932): no magic, so that a stream counts that ends at the end, or one of text."""

from __future__ import annotations

import brotli  # type: ignore[import-untyped,unused-ignore]

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "brotli"
_LEAST = 6
_BELIEVABLE = 16
"""Bytes of text that make a stream believable where other bytes follow it."""
_PIECE = 8
"""Bytes fed at a time: a few bytes of brotli can hold 16 MiB, and the library has no limit of its own."""


def matches(data: bytes) -> bool:
    """Anything may be brotli that is not too short."""
    return len(data) >= _LEAST


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `brotli`, and what follows a stream of text, `brotli:rest`.

    Raises ValueError where it is not brotli, Refusal where it is too large.
    """
    content, end = _read(data, budget)
    found: list[Part] = [(NAME, content)]
    if end < len(data):
        found.append(("brotli:rest", data[end:]))
    return found


def _read(data: bytes, budget: Budget) -> tuple[bytes, int]:
    """What was compressed, and where the stream ends."""
    stream = brotli.Decompressor()
    out: list[bytes] = []
    size = end = 0
    while end < len(data) and not stream.is_finished():
        try:
            piece = stream.process(data[end : end + _PIECE])
        except brotli.error as e:
            return _read_to_its_end(data, end, e)
        out.append(piece)
        size += len(piece)
        end = min(end + _PIECE, len(data))
        if size > budget.expansion:
            raise Refusal(
                GapReason.BUDGET,
                f"brotli holds more than {budget.expansion} bytes",
                [(NAME, b"".join(out)[: budget.expansion])],
            )
    if not size:
        raise ValueError("not brotli")
    if not stream.is_finished():
        raise Refusal(GapReason.TRUNCATED, "brotli is cut off", [(NAME, b"".join(out))])
    content = b"".join(out)
    _believe(content, data[end:])
    return content, end


def _read_to_its_end(data: bytes, whole: int, error: Exception) -> tuple[bytes, int]:
    """Reads again up to `whole`, then byte by byte: the library tells no other way where a stream ends."""
    stream = brotli.Decompressor()
    out = [stream.process(data[at : min(at + _PIECE, whole)]) for at in range(0, whole, _PIECE)]
    end = whole
    while not stream.is_finished():
        try:
            out.append(stream.process(data[end : end + 1]))
        except brotli.error:
            raise ValueError("not brotli") from error
        end += 1
    content = b"".join(out)
    _believe(content, data[end:])
    return content, end


def _believe(content: bytes, rest: bytes) -> None:
    """Raises ValueError where bytes follow the end of what is hardly a stream: any bytes may begin as one."""
    if rest and (len(content) < _BELIEVABLE or not is_text(content)):
        raise ValueError("not brotli: bytes follow its end")


def account(data: bytes, budget: Budget) -> Accounted:
    """All of it is content, what follows the end as well.  Raises ValueError, Refusal."""
    _read(data, budget)
    return Accounted(len(data), len(data))
