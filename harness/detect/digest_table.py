"""Every digest of a set of values by its first bytes.

A value has some four thousand digests (functions, spellings, salts): as tuples those of a hundred values
took 150 MB, in columns they take 70.
"""

from __future__ import annotations

from array import array

from harness.detect import digest

Entry = tuple[int, str, bytes]
"""Number of a value, name of the form, the whole digest."""


class DigestTable:
    """Digests in columns; `first` tells by its first bytes whether one is known."""

    def __init__(self) -> None:
        self.first: dict[bytes, int] = {}
        """First `digest.LEAST` bytes of a digest → its row."""
        self._alike: dict[bytes, list[int]] = {}
        """Further rows with the same first bytes."""
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._values = array("I")
        self._named = array("I")
        self._ends = array("Q", [0])
        self._digests = bytearray()

    def add(self, value: int, name: str, hashed: bytes) -> None:
        """A digest of the value of that number."""
        first, row = hashed[: digest.LEAST], len(self._values)
        if self.first.setdefault(first, row) != row:
            self._alike.setdefault(first, []).append(row)
        if name not in self._numbers:
            self._numbers[name] = len(self._names)
            self._names.append(name)
        self._values.append(value)
        self._named.append(self._numbers[name])
        self._digests += hashed
        self._ends.append(len(self._digests))

    def entries(self, first: bytes) -> list[Entry]:
        """What begins with these bytes, as it was added."""
        row = self.first.get(first)
        return [] if row is None else [self._entry(each) for each in (row, *self._alike.get(first, ()))]

    def _entry(self, row: int) -> Entry:
        hashed = bytes(self._digests[self._ends[row] : self._ends[row + 1]])
        return self._values[row], self._names[self._named[row]], hashed
