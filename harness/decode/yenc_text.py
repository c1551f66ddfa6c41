"""yEnc (draft 1.3 of 2002): bytes raised by 42 between `=ybegin` and `=yend`; its CRC-32 is verified."""

from __future__ import annotations

import re
import zlib

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "yenc"
CERTAIN = True
_BEGIN = re.compile(rb"=ybegin ([^\r\n]*)\r?\n(?:=ypart ([^\r\n]*)\r?\n)?")
_END = re.compile(rb"\r?\n?=yend([^\r\n]*)\r?\n?")
_CHECKSUM = re.compile(rb"\bp?crc32=([0-9A-Fa-f]{8})")
_NAME = re.compile(rb"\bname=(.*)")
_LOWERED = bytes((c - 42) & 255 for c in range(256))
_ESCAPED = bytes((c - 106) & 255 for c in range(256))


def matches(data: bytes) -> bool:
    """Whether a line begins a file."""
    return b"=ybegin " in data and _BEGIN.search(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes, the name, sizes and checksums as they are written, and what stands around them.

    Raises ValueError where no line begins a file, Refusal where the end is missing or a checksum is wrong.
    """
    begin = _BEGIN.search(data)
    if begin is None:
        raise ValueError("no line begins a file")
    end = _END.search(data, begin.end())
    body = data[begin.end() : end.start() if end else len(data)].translate(None, b"\r\n")
    first, *escaped = body.split(b"=")
    plain = first.translate(_LOWERED) + b"".join(
        piece[:1].translate(_ESCAPED) + piece[1:].translate(_LOWERED) for piece in escaped
    )
    found: list[Part] = [(NAME, plain)]
    name = _NAME.search(begin[1])
    for step, text in (
        (f"{NAME}-name", name[1] if name else b""),
        (f"{NAME}-begin", begin[1][: name.start()] if name else begin[1]),
        (f"{NAME}-part", begin[2] or b""),
        (f"{NAME}-end", end[1] if end else b""),
        (f"{NAME}:before", data[: begin.start()]),
        (f"{NAME}:rest", data[end.end() :] if end else b""),
    ):
        if text.strip():
            found.append((step, text))
    if end is None:
        raise Refusal(GapReason.TRUNCATED, "yEnc without its end", found)
    checksum = _CHECKSUM.search(end[1])
    if checksum and int(checksum[1], 16) != zlib.crc32(plain):
        raise Refusal(GapReason.CHECKSUM, "yEnc: checksum wrong", found)
    return found
