"""CBOR (RFC 8949): one map, array or tagged one that takes exactly all bytes.

Read here and not by cbor2, which acts on tags: it would compile a stranger's regular expression (tag 35)
or work out a stranger's power of ten (tag 4).  cbor2 is the second opinion of the tests.
"""

# ruff: noqa: PLR2004 (major types as RFC 8949 §3 numbers them)

from __future__ import annotations

import struct
from typing import Any

from harness.decode.accounted import Accounted
from harness.decode.binary_value import Symbol, Tagged, flatten
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "cbor"
_LARGEST = 1024 * 1024
_BREAK = object()
_SIMPLE: dict[int, Any] = {20: False, 21: True, 22: None, 23: Symbol("undefined")}
"""Values without bytes of their own (RFC 8949 §3.3)."""


def matches(data: bytes) -> bool:
    """Whether the first byte opens an array, a map or a tag."""
    return 4 <= len(data) <= _LARGEST and data[0] >> 5 in (4, 5, 6)


class _Reader:
    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self.at = self.content = self.structure = 0
        self._left = budget.structure
        self._nesting = budget.nesting

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise ValueError("CBOR ends too early")
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def _value_bytes(self, size: int) -> bytes:
        self.content += size
        return self._take(size)

    def value(self, level: int) -> Any:  # noqa: C901, PLR0911 (one case per major type)
        """One data item (RFC 8949 §3)."""
        self._left -= 1
        if self._left < 0 or level > self._nesting:
            raise ValueError("CBOR of too many items or levels")
        start = self.at
        first = self._take(1)[0]
        major, low = first >> 5, first & 31
        if first == 0xFF:
            self.structure += 1
            return _BREAK
        if major == 7:
            self.content += 1
            return self._simple(low)
        if low == 31:
            self.structure += 1
            return self._indefinite(major, level)
        argument = low if low < 24 else self._argument(low)
        if major in (0, 1, 6):
            self.content += self.at - start
        else:
            self.structure += self.at - start
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major in (2, 3):
            return self._value_bytes(argument)
        if major == 6:
            return Tagged(argument, self._inner(level))
        if argument > len(self.data):
            raise ValueError("CBOR longer than its bytes")
        if major == 4:
            return [self._inner(level) for _ in range(argument)]
        return tuple((self._inner(level), self._inner(level)) for _ in range(argument))

    def _argument(self, low: int) -> int:
        if low > 27:
            raise ValueError("reserved in CBOR")
        return int.from_bytes(self._take(1 << (low - 24)), "big")

    def _inner(self, level: int) -> Any:
        value = self.value(level + 1)
        if value is _BREAK:
            raise ValueError("CBOR breaks where nothing is open")
        return value

    def _indefinite(self, major: int, level: int) -> Any:
        items = []
        while (item := self.value(level + 1)) is not _BREAK:
            items.append(item)
        if major == 4:
            return items
        if major == 5 and len(items) % 2 == 0:
            return tuple(zip(items[::2], items[1::2], strict=True))
        if major in (2, 3) and all(isinstance(item, bytes) for item in items):
            return b"".join(items)
        raise ValueError("not CBOR")

    def _simple(self, low: int) -> Any:
        if low in _SIMPLE:
            return _SIMPLE[low]
        if low < 24:
            return Symbol(f"simple({low})")
        if low == 24:
            return Symbol(f"simple({self._value_bytes(1)[0]})")
        if low in (25, 26, 27):
            data = self._value_bytes(1 << (low - 24))
            number: float = struct.unpack({25: ">e", 26: ">f", 27: ">d"}[low], data)[0]
            return number if number == number else data  # noqa: PLR0124 (no number has room for bytes)
        raise ValueError("reserved in CBOR")


def _read(data: bytes, budget: Budget) -> tuple[Any, _Reader]:
    reader = _Reader(data, budget)
    value = reader.value(0)
    inner = value
    while isinstance(inner, Tagged):
        inner = inner.value
    if reader.at != len(data) or not isinstance(inner, (list, tuple)):
        raise ValueError("not CBOR")
    return value, reader


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers, binaries and names, `cbor:a[0].b`.  Raises ValueError."""
    return flatten(_read(data, budget)[0], "cbor:", budget)


def account(data: bytes, budget: Budget) -> Accounted:
    """Values and numbers are content; what opens and ends them, and lengths, are structure."""
    _, reader = _read(data, budget)
    return Accounted(len(data), reader.content, reader.structure)
