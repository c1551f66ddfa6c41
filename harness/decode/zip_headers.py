"""What the headers of a zip archive say beside names and contents (PKWARE APPNOTE 6.3.10, section 4.3).

A field is a leaf unless it says what the archive itself shows: a size, a checksum, an offset that is right,
or the same as in the member's own header.
"""

# ruff: noqa: PLR2004 (fields at the offsets that section 4.3 of APPNOTE gives)

from __future__ import annotations

import zlib

from harness.decode.refusal import Part

_HEADER, _ENTRY_SIZE, _END_SIZE = 30, 46, 22
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_END_64, _LOCATOR_64 = b"PK\x06\x06", b"PK\x06\x07"
_TIMES = (0x0001, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875)
"""Extra fields of sizes, times and owners (APPNOTE 4.5, Info-ZIP)."""
_SHOWN = 80
"""Letters of a name that its own step shows."""
_ELSEWHERE = 0xFFFFFFFF
"""A size or offset that stands in an extra field (zip64)."""
_COMMON = (("version", 4, 2), ("flags", 6, 2), ("method", 8, 2), ("time", 10, 4))
"""Fields of a member's header: name, offset, width; the directory has them two bytes later."""
_SIZES = (("checksum", 14, 4), ("packed", 18, 4), ("size", 22, 4))
_OF_ENTRY = (("made", 4, 2), ("disk", 34, 2), ("internal", 36, 2), ("external", 38, 4))


def _number(data: bytes, at: int, width: int) -> int:
    return int.from_bytes(data[at : at + width], "little")


def _label(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")[:_SHOWN]


class Headers:
    """The members met so far: what the directory may repeat of each."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[bytes, dict[str, set[int]]] = {}

    def member(self, data: bytes, at: int, found: list[Part]) -> tuple[str, int]:
        """Appends the fields of the member at `at`; answers its label and where its content begins."""
        named, extra = _number(data, at + 26, 2), _number(data, at + 28, 2)
        start = at + _HEADER + named
        name = data[at + _HEADER : start]
        label = _label(name)
        found.append((f"zip-name:{label}", name))
        fields = {field: _number(data, at + place, width) for field, place, width in _COMMON}
        found.extend((f"zip-{field}:{label}", b"%d" % value) for field, value in fields.items() if value)
        known = {field: {value} for field, value in fields.items()}
        known |= {field: {_ELSEWHERE, _number(data, at + place, width)} for field, place, width in _SIZES}
        self._known[name] = known | {"offset": {at, _ELSEWHERE}}
        _extra(data[start : start + extra], label, found)
        return label, start + extra

    def compare(self, data: bytes, at: int, start: int, end: int, content: bytes, found: list[Part]) -> None:
        """Appends sizes and checksums of a member that was read, in header and descriptor, that are wrong."""
        name = data[at + _HEADER : at + _HEADER + _number(data, at + 26, 2)]
        label, known = _label(name), self._known[name]
        streamed = bool(_number(data, at + 6, 2) & 8)
        behind = 0
        if streamed:
            # With its sign or without it, of four bytes a size or of eight.
            behind = next((size for size in (16, 24) if data.startswith(b"PK\x07\x08", end - size)), 12)
        right = {"checksum": zlib.crc32(content), "packed": end - behind - start, "size": len(content)}
        for field, place, width in _SIZES:
            said = _number(data, at + place, width)
            if said not in (right[field], _ELSEWHERE) and not (streamed and said == 0):
                found.append((f"zip-{field}:{label}", b"%d" % said))
            known[field].add(right[field])
        if streamed:
            sizes = data[end - behind :][8 if behind > 12 else 4 : behind]
            half = len(sizes) // 2
            for field, place in (("packed", 0), ("size", half)):
                if (said := _number(sizes, place, half)) != right[field]:
                    found.append((f"zip-{field}:{label}:descriptor", b"%d" % said))

    def directory(self, data: bytes, at: int, found: list[Part]) -> int:
        """Appends what the directory tells beyond the members' own headers; answers where it ends."""
        begin, entries = at, 0
        while data.startswith(_ENTRY, at) and len(data) >= at + _ENTRY_SIZE:
            at = self._entry(data, at, found)
            entries += 1
        size = at - begin
        for sign, name in ((_END_64, "zip64-end"), (_LOCATOR_64, "zip64-locator")):
            if data.startswith(sign, at):
                end = at + (_number(data, at + 4, 8) + 12 if sign == _END_64 else 20)
                found.append((name, data[at + 4 : end].hex().encode()))
                at = min(end, len(data))
        if data.startswith(_END, at) and len(data) >= at + _END_SIZE:
            wide = {0xFFFF, _ELSEWHERE}
            for field, place, width, right in (
                ("disk", 4, 2, 0),
                ("first-disk", 6, 2, 0),
                ("entries-here", 8, 2, entries),
                ("entries", 10, 2, entries),
                ("directory-size", 12, 4, size),
                ("directory-offset", 16, 4, begin),
            ):
                if (said := _number(data, at + place, width)) != right and said not in wide:
                    found.append((f"zip-{field}", b"%d" % said))
            comment = data[at + _END_SIZE : at + _END_SIZE + _number(data, at + 20, 2)]
            if comment:
                found.append(("zip-comment", comment))
            at += _END_SIZE + len(comment)
        return at

    def _entry(self, data: bytes, at: int, found: list[Part]) -> int:
        """Appends what one entry of the directory adds; answers where it ends."""
        named, extra, comment = (_number(data, at + place, 2) for place in (28, 30, 32))
        start = at + _ENTRY_SIZE
        name = data[start : start + named]
        label = _label(name)
        known = self._known.get(name, {})
        if not known:
            found.append((f"zip-name:{label}", name))
        fields = [(field, place + 2, width) for field, place, width in (*_COMMON, *_SIZES)]
        for field, place, width in (*fields, *_OF_ENTRY, ("offset", 42, 4)):
            said = _number(data, at + place, width)
            if said not in known.get(field, {0}):
                found.append((f"zip-{field}:{label}:directory", b"%d" % said))
        _extra(data[start + named : start + named + extra], f"{label}:directory", found)
        end = start + named + extra + comment
        if comment:
            found.append((f"zip-comment:{label}", data[end - comment : end]))
        return min(end, len(data))


def _extra(data: bytes, label: str, found: list[Part]) -> None:
    """Appends the extra fields: times and owners as hex digits, what is none of these as it is."""
    at = 0
    while at + 4 <= len(data):
        kind, size = _number(data, at, 2), _number(data, at + 2, 2)
        field = data[at + 4 : at + 4 + size]
        found.append((f"zip-extra-kind:{label}", b"%d" % kind))
        if field:
            found.append((f"zip-extra:{label}:{kind:04x}", field.hex().encode() if kind in _TIMES else field))
        at += 4 + size
    if data[at:]:
        found.append((f"zip-extra:{label}", data[at:]))
