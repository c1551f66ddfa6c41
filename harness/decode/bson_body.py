"""BSON (specification 1.1): documents one after another that take exactly all bytes."""

# ruff: noqa: PLR2004 (types of elements as the specification numbers them)

from __future__ import annotations

import struct
from typing import Any

from harness.decode.binary_value import Symbol, Tagged, flatten
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "bson"
CERTAIN = True
_LEAST = 12
_FIXED = {0x07: 12, 0x11: 8, 0x13: 16}
_NAMED = {0x06: Symbol("undefined"), 0x0A: None, 0x7F: Symbol("maxkey"), 0xFF: Symbol("minkey")}
_NUMBERS = {0x01: "<d", 0x09: "<q", 0x10: "<i", 0x12: "<q"}
_TYPES = frozenset((*range(1, 0x14), 0x7F, 0xFF))


def matches(data: bytes) -> bool:
    """Whether a length that fits stands first, an element follows and the last byte ends a document."""
    return (
        len(data) >= _LEAST
        and not data[-1]
        and data[4] in _TYPES
        and _LEAST <= int.from_bytes(data[:4], "little") <= len(data)
    )


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and binaries, `bson:a.b`.  Raises ValueError, Refusal where it is too large."""
    documents: list[Any] = []
    at = 0
    while at < len(data):
        value, at = _document(data, at, budget.nesting, array=False)
        documents.append(value)
    return flatten(documents[0] if len(documents) == 1 else documents, "bson:", budget)


def _document(data: bytes, at: int, levels: int, *, array: bool) -> tuple[Any, int]:
    """A document that begins at `at`, and where it ends; raises ValueError."""
    if levels == 0 or at + 5 > len(data):
        raise ValueError("nested too deep or cut off")
    end = at + int.from_bytes(data[at : at + 4], "little") - 1
    if end <= at or end >= len(data) or data[end]:
        raise ValueError("a length that does not fit")
    pairs: list[tuple[bytes, Any]] = []
    at += 4
    while at < end:
        kind = data[at]
        name, at = _name(data, at + 1, end)
        value, at = _element(kind, data, at, levels - 1)
        pairs.append((name, value))
    if at != end:
        raise ValueError("an element leads out of its document")
    if array and [name for name, _ in pairs] == [b"%d" % n for n in range(len(pairs))]:
        return [value for _, value in pairs], end + 1
    return tuple(pairs), end + 1


def _name(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    stop = data.find(b"\0", at, end + 1)
    if stop < 0:
        raise ValueError("a name without end")
    return data[at:stop], stop + 1


def _element(  # noqa: C901, PLR0911 (one table of types)
    kind: int, data: bytes, at: int, levels: int
) -> tuple[Any, int]:
    """The value of an element, bytes as they are; raises ValueError."""
    if kind in (0x03, 0x04):
        return _document(data, at, levels, array=kind == 0x04)
    if kind in _NUMBERS:
        return struct.unpack_from(_NUMBERS[kind], data, at)[0], at + struct.calcsize(_NUMBERS[kind])
    if kind in (0x02, 0x0D, 0x0E, 0x05, 0x0C):
        size = int.from_bytes(data[at : at + 4], "little")
        start = at + 4 + (kind == 0x05)
        end = start + size
        if end > len(data) or (kind != 0x05 and (size < 1 or data[end - 1])):
            raise ValueError("a text that does not fit")
        if kind == 0x0C:
            return data[start : end + 12], end + 12
        if kind == 0x05:
            subtype, content = data[at + 4], data[start:end]
            return Tagged(subtype, content) if subtype else content, end
        return data[start : end - 1], end
    if kind == 0x08:
        if data[at] > 1:
            raise ValueError("no boolean")
        return bool(data[at]), at + 1
    if kind == 0x0B:
        pattern, at = _name(data, at, len(data) - 1)
        options, at = _name(data, at, len(data) - 1)
        return [pattern, options], at
    if kind == 0x0F:
        size = int.from_bytes(data[at : at + 4], "little")
        return data[at + 4 : at + size], at + max(size, 4)
    if kind in _NAMED:
        return _NAMED[kind], at
    if kind in _FIXED:
        return data[at : at + _FIXED[kind]], at + _FIXED[kind]
    raise ValueError("no type of BSON")
