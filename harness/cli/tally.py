"""What reading a recording came to: messages, sightings, gaps, residue, and where every byte went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.capture.importers import Recording
from harness.cli.terminal import many
from harness.decode import BUILT_IN, DEFAULT, DecodeGap, Tree, VendorFormats, describe
from harness.detect import Found, Neighbours, Searcher
from harness.model.account import Fate, Row, Unread
from harness.model.message import Message, Transport
from harness.model.planted import Planted
from harness.model.sighting import Leaf

NOT_FOUND = 4
"""The exit code where a value was not found and something could not be read."""


@dataclass(slots=True)
class Reading:
    """What was read of one message."""

    found: Found
    leaves: tuple[Leaf, ...]

    @property
    def residue(self) -> list[Leaf]:
        """The leaves at places without a published grammar, and those that do not fit it."""
        return [leaf for leaf in self.leaves if leaf.free_bits is None]


@dataclass(slots=True)
class Tally:
    """Counts over a whole recording."""

    messages: int = 0
    notes: int = 0
    sightings: int = 0
    residues: int = 0
    residue: int = 0
    """Bytes of it."""
    seen: set[str] = field(default_factory=set)
    unread: dict[str, list[int]] = field(default_factory=dict)
    """By reason: how many gaps there are inside of messages, and their bytes."""
    missing: dict[str, list[int]] = field(default_factory=dict)
    """By reason: how many there are of what the recording does not even hold, and the bytes that it says."""
    skipped: int = 0
    """Gaps of the recording itself."""
    neighbours: Neighbours = field(default_factory=Neighbours)

    def take(self, part: Message, searcher: Searcher, formats: VendorFormats = BUILT_IN) -> Reading:
        """Searches and counts one message."""
        tree = Tree(part, DEFAULT, formats)
        reading = Reading(searcher.search(part, tree), describe(tree).leaves)
        across = searcher.search_across(part, self.neighbours.follow(part, reading.leaves))
        if across:
            whole = reading.found
            reading = Reading(Found((*whole.sightings, *across), whole.gaps), reading.leaves)
        if part.transport is Transport.LOG:
            self.notes += 1
        else:
            self.messages += 1
        self.sightings += len(reading.found.sightings)
        self.seen |= {sighting.planted for sighting in reading.found.sightings}
        residue = reading.residue
        self.residues += len(residue)
        self.residue += sum(len(leaf.value) for leaf in residue)
        for gap in reading.found.gaps:
            _count(self.unread, gap.reason.value, gap.size)
        return reading

    def miss(self, part: Unread) -> None:
        """Counts a gap of the recording."""
        self.skipped += 1
        if part.missing:
            _count(self.missing, part.reason.value, part.size)

    @property
    def gaps(self) -> int:
        """All gaps, the recording's and those inside of messages."""
        return self.skipped + sum(count for count, _ in self.unread.values())

    def absent(self, values: Iterable[Planted]) -> list[Planted]:
        """The values that were not found."""
        return [value for value in values if value.id not in self.seen]

    def exit_code(self, values: Iterable[Planted]) -> int:
        """4 where a value was not found and something was not read, else 0."""
        return NOT_FOUND if self.gaps and self.absent(values) else 0

    def line(self, recording: Recording) -> str:
        """Where every byte went, in one sentence: messages; read, residue, gap, ignored, with the reasons."""
        account = recording.account
        rows = account.rows
        units = many(account.units, account.unit, _plural(account.unit))
        heads = [many(self.messages, "message") + (f" and {many(self.notes, 'note')}" if self.notes else "")]
        inside = [f"{reason} {size:,} inside messages" for reason, (_, size) in sorted(self.unread.items())]
        absent = [
            f"{reason} {f'{size:,}' if size else 'of unknown size'} not in the recording"
            for reason, (_, size) in sorted(self.missing.items())
        ]
        lost = sum(size for _, size in (*self.unread.values(), *self.missing.values()))
        return "; ".join(
            (
                *heads,
                f"entered {_bytes(account.entered)} in {units}",
                _fate("read", rows, Fate.CONTENT, account.unit),
                f"residue {_bytes(self.residue)} in {many(self.residues, 'value')}",
                _fate("gap", rows, Fate.GAP, account.unit, (*inside, *absent), lost),
                _fate("ignored", rows, Fate.IGNORED, account.unit),
                _fate("structure", rows, Fate.STRUCTURE, account.unit),
            )
        )

    def document(self, recording: Recording) -> dict[str, Any]:
        """The same for machines."""
        account = recording.account
        return {
            "messages": self.messages,
            "notes": self.notes,
            "unit": account.unit,
            "units": account.units,
            "entered": account.entered,
            "rows": [
                {"fate": row.fate.value, "reason": row.reason, "size": row.size, "units": row.units}
                for row in account.rows
            ],
            "unaccounted": account.lost,
            "residue": {"values": self.residues, "size": self.residue},
        }


def not_found(tally: Tally, value: str, forms: int) -> str:
    """What is said of a value that is nowhere."""
    said = "not found in what could be read" if tally.gaps else "not found"
    unread = f"; it may be in what could not be read, {many(tally.gaps, 'gap')}" if tally.gaps else ""
    return f"{said}: {value}, looked for in {forms} forms{unread}"


def gap_line(part: Unread | DecodeGap) -> str:
    """A gap in words, without its place."""
    size = many(part.size, "byte") if part.size or not getattr(part, "missing", False) else "of unknown size"
    return f"{part.reason.value}: {part.detail} ({size})"


def _count(rows: dict[str, list[int]], reason: str, size: int) -> None:
    row = rows.setdefault(reason, [0, 0])
    row[0] += 1
    row[1] += size


def _bytes(size: int) -> str:
    return f"{size:,} {'byte' if size == 1 else 'bytes'}"


def _plural(unit: str) -> str:
    return f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"


def _fate(
    name: str, rows: Sequence[Row], fate: Fate, unit: str, more: Sequence[str] = (), extra: int = 0
) -> str:
    mine = [row for row in rows if row.fate is fate]
    size, units = sum(row.size for row in mine) + extra, sum(row.units for row in mine)
    reasons = [f"{row.reason} {row.size:,}" for row in mine if row.size] + list(more)
    said = f"{name} {_bytes(size)}" + (f" in {many(units, unit, _plural(unit))}" if units else "")
    return said + (f" ({', '.join(reasons)})" if reasons else "")
