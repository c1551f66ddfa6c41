"""zip archives (PKWARE APPNOTE 6.3.10), read from their beginning: also cut off and without a directory.

Names, comments and contents are parts; what is encrypted or of an unknown method is a gap beside its bytes.
"""

# ruff: noqa: PLR2004 (fields at the offsets that section 4.3 of APPNOTE gives)

from __future__ import annotations

import bz2
import lzma
import zlib

from harness.decode.budget import Budget
from harness.decode.refusal import NOT_READ, Part, Refusal
from harness.model.message import GapReason

NAME = "zip"
CERTAIN = True
FIRST = b"P"
_LOCAL = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_TIMES = (0x0001, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875)
"""Extra fields of sizes, times and owners (APPNOTE 4.5, Info-ZIP)."""
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
    at = spent = 0
    while data.startswith(_LOCAL, at) and len(data) >= at + _HEADER:
        if len(found) > budget.structure:
            raise Refusal(GapReason.BUDGET, "zip of too many members", [*found, ("zip:rest", data[at:])])
        name, start = _name(data, at, found)
        try:
            content, at = _member(data, at, start, budget.expansion - spent)
        except Refusal as e:
            problems.append((e.reason, f"zip member {name!r}: {e.detail}"))
            found.extend((f"zip:{name}", part) for _, part in e.parts)
            at = _next(data, start)
            if e.reason is GapReason.BUDGET:
                break
        else:
            found.append((f"zip:{name}", content))
            spent += len(content)
    at = _directory(data, at, found)
    if data[at:]:
        found.append(("zip:rest", data[at:]))
    if problems:
        raise Refusal(*problems[0], found)
    return found


def _name(data: bytes, at: int, found: list[Part]) -> tuple[str, int]:
    """Appends name and extra field of the member at `at`; answers its label and where its content begins."""
    named, extra = int.from_bytes(data[at + 26 : at + 28], "little"), data[at + 28 : at + 30]
    start = at + _HEADER + named
    name = data[at + _HEADER : start]
    label = name.decode("utf-8", "backslashreplace")
    found.append((f"zip-name:{label[:80]}", name))
    end = start + int.from_bytes(extra, "little")
    _extra(data[start:end], label[:80], found)
    return label[:80], end


def _extra(data: bytes, label: str, found: list[Part]) -> None:
    """Appends the extra fields: times and owners as hex digits, what is none of these as it is."""
    at = 0
    while at + 4 <= len(data):
        kind, size = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (0, 2))
        field = data[at + 4 : at + 4 + size]
        if field:
            found.append((f"zip-extra:{label}:{kind:04x}", field.hex().encode() if kind in _TIMES else field))
        at += 4 + size
    if data[at:]:
        found.append((f"zip-extra:{label}", data[at:]))


def _directory(data: bytes, at: int, found: list[Part]) -> int:
    """Appends what the directory tells beyond the members' own headers; answers where it ends."""
    names = {part for _, part in found}
    while data.startswith(_ENTRY, at) and len(data) >= at + 46:
        named, extra, comment = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32))
        start = at + 46
        name = data[start : start + named]
        label = name.decode("utf-8", "backslashreplace")[:80]
        if name not in names:
            found.append((f"zip-name:{label}", name))
        _extra(data[start + named : start + named + extra], f"{label}:directory", found)
        at = start + named + extra + comment
        if comment:
            found.append((f"zip-comment:{label}", data[at - comment : at]))
    for sign, size in ((b"PK\x06\x06", 56), (b"PK\x06\x07", 20)):
        if data.startswith(sign, at):
            at += int.from_bytes(data[at + 4 : at + 12], "little") + 12 if size == 56 else size
    if data.startswith(_END, at) and len(data) >= at + 22:
        size = int.from_bytes(data[at + 20 : at + 22], "little")
        if size:
            found.append(("zip-comment", data[at + 22 : at + 22 + size]))
        at += 22 + size
    return at


def _next(data: bytes, start: int) -> int:
    """Where the next header stands after a member that did not read."""
    places = [place for sign in (_LOCAL, *_SIGNATURES) if (place := data.find(sign, start)) >= 0]
    return min(places, default=len(data))


def _member(  # noqa: C901, PLR0912 (what a header may say, in one place)
    data: bytes, at: int, start: int, room: int
) -> tuple[bytes, int]:
    """What a member holds and where the next header begins.  Raises Refusal with the bytes as they are."""
    flags, method = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (6, 8))
    checksum, packed = (int.from_bytes(data[at + n : at + n + 4], "little") for n in (14, 18))
    later = bool(flags & 8)
    if later or packed == 0xFFFFFFFF:
        end = data.find(_DESCRIPTOR, start) if later else _next(data, start)
        end = _next(data, start) if end < 0 else end
    else:
        end = start + packed
    raw = data[start:end]
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
        elif len(content) <= room:
            raise Refusal(GapReason.TRUNCATED, "cut off", [("", content)])
    else:
        content = _other(method, raw, room)
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
    return content, end


def _other(method: int, raw: bytes, room: int) -> bytes:
    """What is stored, or compressed otherwise than deflated."""
    if method == _STORED:
        return raw
    try:
        if method == _BZIP2:
            return bz2.BZ2Decompressor().decompress(raw, room + 1)
        if method == _LZMA:
            alone = raw[4:9] + b"\xff" * 8 + raw[9:]
            return lzma.LZMADecompressor(lzma.FORMAT_ALONE, 1 << 26).decompress(alone, room + 1)
    except (*NOT_READ, OSError, lzma.LZMAError) as e:
        raise Refusal(GapReason.DAMAGED, "data damaged", [("", raw)]) from e
    raise Refusal(GapReason.UNKNOWN_FORMAT, f"method {method}", [("", raw)])
