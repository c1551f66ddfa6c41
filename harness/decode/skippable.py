"""Skippable frames of zstd (RFC 8878 §3.1.2) and lz4 (lz4 frame format 1.6.4): decoders pass over them."""

from __future__ import annotations

from collections.abc import Callable

from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

HEADER = 8
"""Bytes of magic and size."""
_LOWEST = 0x50


def is_skippable(data: bytes, at: int) -> bool:
    """Whether a skippable frame opens at an offset: 16 magics."""
    return data[at + 1 : at + 4] == b"\x2a\x4d\x18" and data[at] & 0xF0 == _LOWEST


def read(data: bytes, at: int, name: str, before: Callable[[], list[Part]]) -> tuple[list[Part], int]:
    """What the frame holds, `<name>:skippable`, which of the 16 it is, and the offset behind it.

    Raises Refusal where it is cut off, with what was read `before`.
    """
    end = at + HEADER + int.from_bytes(data[at + 4 : at + HEADER], "little")
    found: list[Part] = [(f"{name}:skippable", data[at + HEADER : end])]
    if data[at] != _LOWEST:
        found.append((f"{name}:skippable#", b"%d" % (data[at] - _LOWEST)))
    if end > len(data) or at + HEADER > len(data):
        raise Refusal(GapReason.TRUNCATED, f"{name}: a skippable frame is cut off", before() + found)
    return found, end
