"""Binary property lists (Apple, CFBinaryPList.c): read flat from the object table, cycles cut.

Not by `plistlib`, which follows references without a limit: hostile ones lead in circles.
"""

# ruff: noqa: PLR2004 (offsets and markers as CFBinaryPList.c gives them)

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "plist"
MAGIC = b"bplist00"


def matches(data: bytes) -> bool:
    """Whether it begins with the magic and has room for the trailer."""
    return data[:8] == MAGIC and len(data) >= 40


class _Reader:
    """One property list, read object by object."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        trailer = data[-32:]
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

    def _size(self, at: int) -> tuple[int, int]:
        """Count and first byte of an object's content."""
        low = self._data[at] & 15
        if low != 15:
            return low, at + 1
        width = 1 << (self._data[at + 1] & 3)
        return int.from_bytes(self._data[at + 2 : at + 2 + width], "big"), at + 2 + width

    def _refs(self, at: int, count: int) -> list[int]:
        size = self._ref_size
        if at + count * size > len(self._data):
            raise ValueError("references beyond the end")
        return [int.from_bytes(self._data[at + n * size : at + (n + 1) * size], "big") for n in range(count)]

    def _text(self, ref: int) -> str:
        at = self._offsets[ref]
        size, start = self._size(at)
        kind = self._data[at] >> 4
        if kind == 5:
            return self._data[start : start + size].decode("latin-1")
        if kind == 6:
            return self._data[start : start + 2 * size].decode("utf-16-be", "replace")
        return str(ref)

    def walk(self, ref: int, step: str, above: frozenset[int]) -> None:
        """Notes what an object holds under its step."""
        self._visits += 1
        if ref in above or len(above) > self._budget.nesting or self._visits > self._budget.structure:
            raise Refusal(GapReason.BUDGET, "property list with circles or too deep", self.found)
        at = self._offsets[ref]
        kind = self._data[at] >> 4
        if kind in (1, 2, 3):
            width = 1 << (self._data[at] & 15) if kind != 3 else 8
            number = int.from_bytes(self._data[at + 1 : at + 1 + min(width, 16)], "big", signed=True)
            self.found.append((step, str(number).encode()))
        elif kind == 4:
            size, start = self._size(at)
            self.found.append((step, self._data[start : start + size]))
        elif kind in (5, 6):
            self.found.append((step, self._text(ref).encode("utf-8", "surrogatepass")))
        elif kind in (10, 12):
            size, start = self._size(at)
            for number, inner in enumerate(self._refs(start, size)):
                self.walk(inner, f"{step}[{number}]", above | {ref})
        elif kind == 13:
            size, start = self._size(at)
            refs = self._refs(start, 2 * size)
            for key, value in zip(refs[:size], refs[size:], strict=True):
                self.walk(
                    value,
                    f"{step}.{self._text(key)}" if step != "plist:" else step + self._text(key),
                    above | {ref},
                )


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and data of the list, `plist:a.b[0]`.  Raises ValueError, Refusal."""
    reader = _Reader(data, budget)
    try:
        reader.walk(reader.top, "plist:", frozenset())
    except IndexError as e:
        raise Refusal(GapReason.TRUNCATED, "property list refers beyond its end", reader.found) from e
    return reader.found
