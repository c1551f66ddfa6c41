"""CBOR (RFC 8949): one map, array or tagged one that takes exactly all bytes.

Read here and not by cbor2, which acts on tags: it would compile a stranger's regular expression (tag 35)
or work out a stranger's power of ten (tag 4).  cbor2 is the second opinion of the tests.
"""

# ruff: noqa: PLR2004 (major types as RFC 8949 §3 numbers them)

from __future__ import annotations

import struct
from typing import Any

from harness.decode.binary_value import flatten
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "cbor"
_LARGEST = 1024 * 1024
_BREAK = object()


def matches(data: bytes) -> bool:
    """Whether the first byte opens an array, a map or a tag."""
    return 4 <= len(data) <= _LARGEST and data[0] >> 5 in (4, 5, 6)


class _Reader:
    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self.at = 0
        self._left = budget.structure
        self._nesting = budget.nesting

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise ValueError("CBOR ends too early")
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def value(self, level: int) -> Any:  # noqa: C901, PLR0911 (one case per major type)
        """One data item (RFC 8949 §3)."""
        self._left -= 1
        if self._left < 0 or level > self._nesting:
            raise ValueError("CBOR of too many items or levels")
        first = self._take(1)[0]
        major, low = first >> 5, first & 31
        if first == 0xFF:
            return _BREAK
        if major == 7:
            return self._simple(low)
        if low == 31:
            return self._indefinite(major, level)
        argument = low if low < 24 else self._argument(low)
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major in (2, 3):
            return self._take(argument)
        if major == 6:
            return self.value(level + 1)
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
        if low in (20, 21):
            return low == 21
        if low < 24:
            return None
        if low == 24:
            return self._take(1)[0]
        if low in (25, 26, 27):
            return struct.unpack({25: ">e", 26: ">f", 27: ">d"}[low], self._take(1 << (low - 24)))[0]
        raise ValueError("reserved in CBOR")


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and binaries, `cbor:a[0].b`.  Raises ValueError."""
    reader = _Reader(data, budget)
    value = reader.value(0)
    if reader.at != len(data) or not isinstance(value, (list, tuple)):
        raise ValueError("not CBOR")
    return flatten(value, "cbor:", budget)
