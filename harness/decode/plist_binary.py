"""Binary property lists (Apple, CFBinaryPList.c): read flat from the object table, cycles cut.

Not by `plistlib`, which follows references without a limit: hostile ones lead in circles.  Objects that
nothing refers to and bytes that belong to no object are parts like the others.
"""

# ruff: noqa: PLR2004 (offsets and markers as CFBinaryPList.c gives them)

from __future__ import annotations

import struct

from harness.decode.accounted import Accounted, Coverage
from harness.decode.binary_value import SHOWN
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "plist"
MAGIC = b"bplist00"
_ROOT = "plist:"
_SINGLE = {0x00: b"null", 0x08: b"false", 0x09: b"true", 0x0F: b"fill"}
_TRAILER = 32


def matches(data: bytes) -> bool:
    """Whether it begins with the magic and has room for the trailer."""
    return data[:8] == MAGIC and len(data) >= 40


class _Reader:
    """One property list, read object by object."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        self.books = Coverage(len(data))
        trailer = data[-_TRAILER:]
        offset_size, self._ref_size = trailer[6], trailer[7]
        count = int.from_bytes(trailer[8:16], "big")
        self.top = int.from_bytes(trailer[16:24], "big")
        table = int.from_bytes(trailer[24:32], "big")
        if not (1 <= offset_size <= 8 and 1 <= self._ref_size <= 8 and count * offset_size <= len(data)):
            raise ValueError("not a binary property list")
        if count > budget.structure:
            raise Refusal(GapReason.BUDGET, f"property list of more than {budget.structure} objects")
        self._offsets = [
            int.from_bytes(data[table + n * offset_size : table + (n + 1) * offset_size], "big")
            for n in range(count)
        ]
        self.found: list[Part] = []
        self._visits = 0
        self._visited: set[int] = set()
        self.books.structure(0, len(MAGIC))
        self.books.structure(table, table + count * offset_size)
        self.books.structure(len(data) - _TRAILER + 6, len(data))

    def _size(self, at: int) -> tuple[int, int]:
        """Count and first byte of an object's content."""
        low = self._data[at] & 15
        if low != 15:
            return low, at + 1
        width = 1 << (self._data[at + 1] & 3)
        return int.from_bytes(self._data[at + 2 : at + 2 + width], "big"), at + 2 + width

    def _refs(self, at: int, count: int) -> list[int]:
        size = self._ref_size
        end = at + count * size
        if end > len(self._data):
            raise ValueError("references beyond the end")
        self.books.structure(at, end)
        return [int.from_bytes(self._data[o : o + size], "big") for o in range(at, end, size)]

    def _text(self, ref: int) -> str:
        """A text as a step names it."""
        data = self._scalar(self._offsets[ref])
        return str(ref) if data is None else data.decode("utf-8", "backslashreplace")

    def _scalar(self, at: int) -> bytes | None:
        """An object that holds no others; None for one that does."""
        kind = self._data[at] >> 4
        if kind == 0:
            self.books.content(at, at + 1)
            return _SINGLE.get(self._data[at], b"0x%02x" % self._data[at])
        if kind in (1, 2, 3, 8):
            width = (self._data[at] & 15) + 1 if kind == 8 else 1 << (self._data[at] & 15)
            return _number(kind, self._take(at, at + 1, width))
        size, start = self._size(at)
        if kind in (4, 5, 7):
            return self._take(at, start, size)
        if kind == 6:
            text = self._take(at, start, 2 * size).decode("utf-16-be", "surrogatepass")
            return text.encode("utf-8", "surrogatepass")
        return None

    def _take(self, at: int, start: int, size: int) -> bytes:
        """The bytes of an object that opens at `at`."""
        if start + size > len(self._data):
            raise IndexError("an object beyond the end")
        self.books.structure(at, start)
        self.books.content(start, start + size)
        return self._data[start : start + size]

    def walk(self, ref: int, step: str, above: frozenset[int]) -> None:
        """Notes what an object holds under its step."""
        self._visits += 1
        if ref in above or len(above) > self._budget.nesting or self._visits > self._budget.structure:
            raise Refusal(GapReason.BUDGET, "property list with circles or too deep", self.found)
        at = self._offsets[ref]
        self._visited.add(ref)
        scalar = self._scalar(at)
        if scalar is not None:
            self.found.append((step, scalar))
            return
        kind = self._data[at] >> 4
        size, start = self._size(at)
        self.books.structure(at, start)
        if kind in (10, 11, 12):
            if size != 1:
                self.found.append((f"{step}[]", str(size).encode()))
            for number, inner in enumerate(self._refs(start, size)):
                self.walk(inner, f"{step}[{number}]", above | {ref})
        elif kind == 13:
            refs = self._refs(start, 2 * size)
            dotted = step if step == _ROOT else f"{step}."
            for key, value in zip(refs[:size], refs[size:], strict=True):
                name = self._text(key)
                self.walk(value, dotted + name, above | {ref})
                self.walk(key, f"{dotted}{{{name[:SHOWN]}}}", above | {ref})
        else:
            raise ValueError("no marker of a binary property list")

    def walk_all(self) -> None:
        """Notes every object, those that nothing refers to as well, and the bytes that are in none."""
        self.walk(self.top, _ROOT, frozenset())
        for ref in range(len(self._offsets)):
            if ref not in self._visited:
                self.walk(ref, f"plist:unreferenced[{ref}]", frozenset())
        unused = len(self._data) - _TRAILER
        if not any(self._data[unused : unused + 6]):
            self.books.structure(unused, unused + 6)
        for start, end in self.books.unread():
            self.found.append((f"plist:rest@{start}", self._data[start:end]))
            self.books.content(start, end)


def _number(kind: int, data: bytes) -> bytes:
    """A number as text: integers of eight bytes and more are signed, real numbers and dates are floats."""
    if kind in (2, 3) and len(data) in (4, 8):
        number: float = struct.unpack(">f" if len(data) == 4 else ">d", data)[0]
        return repr(number).encode() if number == number else data  # noqa: PLR0124 (room for bytes)
    return str(int.from_bytes(data, "big", signed=kind == 1 and len(data) >= 8)).encode()


def _read(data: bytes, budget: Budget) -> _Reader:
    reader = _Reader(data, budget)
    try:
        reader.walk_all()
    except IndexError as e:
        raise Refusal(GapReason.TRUNCATED, "property list refers beyond its end", reader.found) from e
    return reader


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers, data and names of the list, `plist:a.b[0]`.  Raises ValueError, Refusal."""
    return _read(data, budget).found


def account(data: bytes, budget: Budget) -> Accounted:
    """Objects are content, also those in nobody's sight; markers, references and offsets are structure."""
    return _read(data, budget).books.account()
