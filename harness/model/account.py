"""Where every byte of a recording went: the law of conservation of reading.

A byte that enters is content (part of a message, which is searched), named structure of the recording, a
gap with its reason, or ignored by name because nobody's message can be in it.  What is in none of them is
lost, and that is an error of the reader, never a quiet end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from harness.model.message import Direction, GapReason


class Fate(Enum):
    """What became of bytes of a recording."""

    CONTENT = "content"
    """Part of a message: searched."""
    STRUCTURE = "structure"
    """The recording's own framing, or that of a protocol below the messages."""
    GAP = "gap"
    """Something that was recorded and could not be read."""
    IGNORED = "ignored"
    """Known not to hold what a phone said: statistics of the capture, names that its maker looked up."""


@dataclass(frozen=True, slots=True)
class Row:
    """Bytes and units (packets, entries, flows, blocks) of one fate for one reason."""

    fate: Fate
    reason: str
    size: int
    units: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Part of a recording that gave no message: an importer hands it on beside the messages.

    `size` in bytes of the recording, or of what it says is missing (then `missing`); `where` names the
    packet, entry or flow for people.  Host and port are the other end's, where known.
    """

    reason: GapReason
    detail: str
    size: int
    where: str
    time_us: int = 0
    host: str = ""
    port: int = 0
    direction: Direction | None = None
    missing: bool = False
    """Whether the bytes are not even in the recording: they are no part of its account."""


class Account:
    """The books of one recording.  `unit` is what it consists of, in the singular."""

    __slots__ = ("_rows", "entered", "unit", "units")

    def __init__(self, unit: str = "entry") -> None:
        self.unit = unit
        self.entered = self.units = 0
        self._rows: dict[tuple[Fate, str], list[int]] = {}

    def enter(self, size: int, units: int = 0) -> None:
        """Bytes and units that came in.  Raises ValueError for less than nothing."""
        if size < 0 or units < 0:
            raise ValueError(f"account: wanted a size of at least 0, got {size} bytes, {units} units")
        self.entered += size
        self.units += units

    def book(self, fate: Fate, reason: str, size: int, units: int = 0) -> None:
        """What became of some bytes.  Raises ValueError for less than nothing."""
        if size < 0 or units < 0:
            raise ValueError(f"account: wanted a size of at least 0, got {size} bytes, {units} units")
        row = self._rows.setdefault((fate, reason), [0, 0])
        row[0] += size
        row[1] += units

    @property
    def rows(self) -> tuple[Row, ...]:
        """All fates with their reasons, in the order of the fates and then of the largest."""
        order = list(Fate)
        rows = [Row(fate, reason, size, units) for (fate, reason), (size, units) in self._rows.items()]
        return tuple(sorted(rows, key=lambda row: (order.index(row.fate), -row.size, row.reason)))

    def total(self, fate: Fate) -> int:
        """Bytes of one fate."""
        return sum(size for (one, _), (size, _) in self._rows.items() if one is fate)

    @property
    def lost(self) -> int:
        """Bytes that entered and have no fate; negative where more was booked than came in."""
        return self.entered - sum(size for size, _ in self._rows.values())
