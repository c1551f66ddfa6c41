"""MessagePack (specification of 2017): one map or array that takes exactly all bytes.

Read here and not by the library of that name, which drops what it cannot express: the bits of a number that
is none, or one of two equal keys.  It is the second opinion of the tests.
"""

# ruff: noqa: PLR2004 (first bytes as the specification's table gives them)

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from harness.decode.accounted import Accounted
from harness.decode.binary_value import Symbol, Tagged, flatten
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "msgpack"
_LARGEST = 512 * 1024
"""Bytes: every byte may become an object of sixty."""
_TIME = -1
"""The one extension that the specification defines: a point in time."""


def matches(data: bytes) -> bool:
    """Whether the first byte opens a map or an array."""
    first = data[0]
    return (0x80 < first <= 0x9F or 0xDC <= first <= 0xDF) and 4 <= len(data) <= _LARGEST


class _Reader:
    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self.at = self.content = self.structure = 0
        self._left = budget.structure
        self._nesting = budget.nesting

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise ValueError("MessagePack is incomplete")
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def _content(self, size: int) -> bytes:
        self.content += size
        return self._take(size)

    def _size(self, width: int) -> int:
        self.structure += width
        return int.from_bytes(self._take(width), "big")

    def value(self, level: int) -> Any:  # noqa: C901, PLR0911, PLR0912 (one case per row of the table)
        """One value."""
        self._left -= 1
        if self._left < 0 or level > self._nesting:
            raise ValueError("MessagePack of too many items or levels")
        first = self._take(1)[0]
        if first <= 0x7F or first in (0xC0, 0xC2, 0xC3) or first >= 0xE0:
            self.content += 1
            return {0xC0: None, 0xC2: False, 0xC3: True}.get(first, first - 256 if first >= 0xE0 else first)
        self.structure += 1
        if first <= 0x8F:
            return self._map(first & 15, level)
        if first <= 0x9F:
            return self._list(first & 15, level)
        if first <= 0xBF:
            return self._content(first & 31)
        if first in (0xC4, 0xC5, 0xC6):
            return self._content(self._size(1 << (first - 0xC4)))
        if first in (0xC7, 0xC8, 0xC9):
            return self._extension(self._size(1 << (first - 0xC7)))
        if first in (0xCA, 0xCB):
            return self._float(4 if first == 0xCA else 8)
        if 0xCC <= first <= 0xD3:
            width = 1 << (first - 0xCC & 3)
            return int.from_bytes(self._content(width), "big", signed=first >= 0xD0)
        if 0xD4 <= first <= 0xD8:
            return self._extension(1 << (first - 0xD4))
        if 0xD9 <= first <= 0xDB:
            return self._content(self._size(1 << (first - 0xD9)))
        if first in (0xDC, 0xDD):
            return self._list(self._size(2 if first == 0xDC else 4), level)
        if first in (0xDE, 0xDF):
            return self._map(self._size(2 if first == 0xDE else 4), level)
        raise ValueError("not MessagePack")

    def _counted(self, count: int) -> Iterator[int]:
        if count > len(self.data):
            raise ValueError("MessagePack exceeds its bytes")
        return iter(range(count))

    def _list(self, count: int, level: int) -> list[Any]:
        return [self.value(level + 1) for _ in self._counted(count)]

    def _map(self, count: int, level: int) -> tuple[Any, ...]:
        return tuple((self.value(level + 1), self.value(level + 1)) for _ in self._counted(count))

    def _float(self, width: int) -> Any:
        data = self._content(width)
        number: float = struct.unpack(">f" if width == 4 else ">d", data)[0]
        return number if number == number else data  # noqa: PLR0124 (no number has room for bytes)

    def _extension(self, size: int) -> Tagged:
        code = int.from_bytes(self._content(1), "big", signed=True)
        data = self._content(size)
        return Tagged(code, _time(data) if code == _TIME else data)


def _time(data: bytes) -> Any:
    """Seconds and nanoseconds since 1970 as `<seconds>+<nanoseconds>`; other widths stay bytes."""
    if len(data) == 4:
        return Symbol(str(int.from_bytes(data, "big")))
    if len(data) == 8:
        both = int.from_bytes(data, "big")
        return Symbol(f"{both & (1 << 34) - 1}+{both >> 34}")
    if len(data) == 12:
        return Symbol(f"{int.from_bytes(data[4:], 'big', signed=True)}+{int.from_bytes(data[:4], 'big')}")
    return data


def _read(data: bytes, budget: Budget) -> tuple[Any, _Reader]:
    reader = _Reader(data, budget)
    value = reader.value(0)
    if reader.at != len(data):
        raise ValueError("MessagePack with extra bytes")
    return value, reader


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers, binaries and names, `msgpack:a[0].b`.  Raises ValueError."""
    return flatten(_read(data, budget)[0], "msgpack:", budget)


def account(data: bytes, budget: Budget) -> Accounted:
    """Values and numbers are content; what opens them, and lengths, are structure."""
    _, reader = _read(data, budget)
    return Accounted(len(data), reader.content, reader.structure)
