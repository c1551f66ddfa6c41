"""Raw Snappy (google/snappy, format_description.txt): a length, then literals and copies."""

# ruff: noqa: PLR2004 (tags and widths as the format's description gives them)

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "snappy"
CERTAIN = False
_LEAST = 6
_MOST_RATIO = 64
"""A copy of three bytes gives at most 64."""


def _length(data: bytes) -> tuple[int, int]:
    """The length before compression and where the elements begin; raises ValueError where it is none."""
    size = 0
    for at, byte in enumerate(data[:5]):
        size |= (byte & 127) << 7 * at
        if byte < 128:
            return size, at + 1
    raise ValueError("no length")


def matches(data: bytes) -> bool:
    """Whether the length is in proportion and the first element is a literal that fits."""
    if len(data) < _LEAST:
        return False
    try:
        size, at = _length(data)
    except ValueError:
        return False
    if at >= len(data) or data[at] & 3:
        return False
    literal = data[at] >> 2
    if literal < 60 and not (literal + 1 <= size and at + 2 + literal <= len(data)):
        return False
    return len(data) - at - (len(data) >> 2) - 8 <= size <= _MOST_RATIO * len(data)


def inflate(data: bytes, limit: int) -> bytes:
    """What a raw Snappy block holds.

    Raises ValueError where an element leads out of it, Refusal where it is larger than `limit`.
    """
    size, at = _length(data)
    if size > limit:
        raise Refusal(GapReason.BUDGET, f"snappy holds more than {limit} bytes")
    out = bytearray()
    end = len(data)
    while at < end:
        tag = data[at]
        at += 1
        kind, number = tag & 3, tag >> 2
        if kind == 0:
            if number >= 60:
                wide = number - 59
                number = int.from_bytes(data[at : at + wide], "little")
                at += wide
            number += 1
            if at + number > end:
                raise ValueError("a literal is cut off")
            out += data[at : at + number]
            at += number
        else:
            if kind == 1:
                number, offset, wide = (
                    (number & 7) + 4,
                    (tag >> 5) << 8 | int.from_bytes(data[at : at + 1]),
                    1,
                )
            else:
                wide = 2 if kind == 2 else 4
                number, offset = number + 1, int.from_bytes(data[at : at + wide], "little")
            at += wide
            if not 0 < offset <= len(out) or at > end:
                raise ValueError("a copy leads out of the block")
            start = len(out) - offset
            piece = out[start : start + number]
            out += (piece * (number // len(piece) + 1))[:number]
        if len(out) > size:
            raise ValueError("more than its length says")
    if len(out) != size:
        raise ValueError("less than its length says")
    return bytes(out)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed.  Raises ValueError and Refusal."""
    return [(NAME, inflate(data, budget.expansion))]
