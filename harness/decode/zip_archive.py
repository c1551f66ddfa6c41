"""zip archives (PKWARE APPNOTE 6.3.10), read from their beginning: also cut off and without a directory.

Names, comments, contents and what the headers say beyond them are parts; what is encrypted or of an
unknown method is a gap beside its bytes.
"""

# ruff: noqa: PLR2004 (fields at the offsets that section 4.3 of APPNOTE gives)

from __future__ import annotations

import bz2
import lzma
import zlib

from harness.decode.budget import Budget
from harness.decode.refusal import NOT_READ, Part, Refusal
from harness.decode.zip_headers import Headers
from harness.model.message import GapReason

NAME = "zip"
CERTAIN = True
FIRST = b"P"
_LOCAL = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_SIGNATURES = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08")
_HEADER = 30
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14


def matches(data: bytes) -> bool:
    """Whether it begins as a member or as the end of an empty archive."""
    return data.startswith(_LOCAL) or (data.startswith(b"PK\x05\x06") and len(data) >= 22)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Names, extra fields and contents of the members, and what the directory adds to them.

    Raises Refusal where a member is cut off, damaged, encrypted, of an unknown method, or too large.
    """
    found: list[Part] = []
    problems: list[tuple[GapReason, str]] = []
    headers = Headers()
    at = spent = 0
    while data.startswith(_LOCAL, at) and len(data) >= at + _HEADER:
        if len(found) > budget.structure:
            raise Refusal(GapReason.BUDGET, "zip of too many members", [*found, ("zip:rest", data[at:])])
        begin = at
        name, start = headers.member(data, at, found)
        try:
            content, rest, at = _member(data, at, start, budget.expansion - spent)
        except Refusal as e:
            problems.append((e.reason, f"zip member {name!r}: {e.detail}"))
            found.extend((f"zip:{name}", part) for _, part in e.parts)
            at = _next(data, start)
            if e.reason is GapReason.BUDGET:
                break
        else:
            found.append((f"zip:{name}", content))
            if rest:
                found.append((f"zip:{name}:rest", rest))
            headers.compare(data, begin, start, at, content, found)
            spent += len(content)
    at = headers.directory(data, at, found)
    if data[at:]:
        found.append(("zip:rest", data[at:]))
    if problems:
        raise Refusal(*problems[0], found)
    return found


def _next(data: bytes, start: int) -> int:
    """Where the next header stands after a member that did not read."""
    places = [place for sign in (_LOCAL, *_SIGNATURES) if (place := data.find(sign, start)) >= 0]
    return min(places, default=len(data))


def _member(  # noqa: C901, PLR0912 (what a header may say, in one place)
    data: bytes, at: int, start: int, room: int
) -> tuple[bytes, bytes, int]:
    """What a member holds, what follows that in it, and where the next header begins.

    Raises Refusal with the bytes as they are.
    """
    flags, method = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (6, 8))
    checksum, packed = (int.from_bytes(data[at + n : at + n + 4], "little") for n in (14, 18))
    later = bool(flags & 8)
    if later or packed == 0xFFFFFFFF:
        end = data.find(_DESCRIPTOR, start) if later else _next(data, start)
        end = _next(data, start) if end < 0 else end
    else:
        end = start + packed
    raw = data[start:end]
    rest = b""
    if flags & 1:
        raise Refusal(GapReason.ENCRYPTED, "encrypted", [("", raw)])
    if method == _DEFLATED:
        stream = zlib.decompressobj(-15)
        raw = data[start:] if later else raw
        try:
            content = stream.decompress(raw, room + 1)
        except zlib.error as e:
            raise Refusal(GapReason.DAMAGED, "data damaged", [("", raw[: end - start])]) from e
        if stream.eof:
            end = start + len(raw) - len(stream.unused_data) if later else end
            rest = b"" if later else stream.unused_data
        elif len(content) <= room:
            raise Refusal(GapReason.TRUNCATED, "cut off", [("", content)])
    else:
        content, rest = _other(method, raw, room)
        if method == _STORED and not later and end > len(data):
            raise Refusal(GapReason.TRUNCATED, "cut off", [("", content)])
    if len(content) > room:
        raise Refusal(GapReason.BUDGET, f"holds more than {room} bytes", [("", content[:room])])
    if later and data.startswith(_DESCRIPTOR, end):
        checksum = int.from_bytes(data[end + 4 : end + 8], "little")
        end += 16
        if data[end : end + 2] != b"PK" and data[end + 8 : end + 10] == b"PK":
            end += 8
    elif later:
        checksum, end = int.from_bytes(data[end : end + 4], "little"), end + 12
    if zlib.crc32(content) != checksum:
        raise Refusal(GapReason.CHECKSUM, "checksum wrong", [("", content)])
    return content, rest, end


def _other(method: int, raw: bytes, room: int) -> tuple[bytes, bytes]:
    """What is stored, or compressed otherwise than deflated, and what follows it."""
    if method == _STORED:
        return raw, b""
    stream: bz2.BZ2Decompressor | lzma.LZMADecompressor
    try:
        if method == _BZIP2:
            stream = bz2.BZ2Decompressor()
            return stream.decompress(raw, room + 1), stream.unused_data
        if method == _LZMA:
            alone = raw[4:9] + b"\xff" * 8 + raw[9:]
            stream = lzma.LZMADecompressor(lzma.FORMAT_ALONE, 1 << 26)
            return stream.decompress(alone, room + 1), stream.unused_data
    except (*NOT_READ, OSError, lzma.LZMAError) as e:
        raise Refusal(GapReason.DAMAGED, "data damaged", [("", raw)]) from e
    raise Refusal(GapReason.UNKNOWN_FORMAT, f"method {method}", [("", raw)])
