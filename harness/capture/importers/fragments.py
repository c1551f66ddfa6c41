"""Fragments of IP packets put together (RFC 791, RFC 8200), in any order; equal overlaps are repetitions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from harness.capture.importers.layers import Fragment

_MOST_BYTES = 8 << 20
_MOST_PACKETS = 1024


@dataclass(slots=True)
class Parts:
    """What has come of one packet: pieces by their offset, the packet's size once its end has come."""

    where: str
    time_us: int
    ends: tuple[str, str]
    pieces: dict[int, bytes] = field(default_factory=dict)
    total: int | None = None
    packets: int = 0

    @property
    def held(self) -> int:
        """Bytes that have come."""
        return sum(map(len, self.pieces.values()))

    @property
    def whole(self) -> bytes | None:
        """The packet's payload, once nothing of it is missing."""
        at, found = 0, bytearray()
        for start in sorted(self.pieces):
            if start != at:
                return None
            found += self.pieces[start]
            at = len(found)
        return bytes(found) if at == self.total else None

    @property
    def lost(self) -> int:
        """Bytes that are known to be missing."""
        far = max((start + len(piece) for start, piece in self.pieces.items()), default=0)
        return max(far, self.total or 0) - self.held


@dataclass(frozen=True, slots=True)
class Overlap:
    """Bytes of a fragment that had come before, the same or others."""

    size: int
    equal: bool


class Fragments:
    """The packets that have not come whole, the oldest first."""

    __slots__ = ("_held", "_parts")

    def __init__(self) -> None:
        self._parts: dict[Hashable, Parts] = {}
        self._held = 0

    def add(self, key: Hashable, part: Fragment, data: bytes, size: int, fresh: Parts) -> Iterator[Overlap]:
        """A fragment, of whose `size` bytes `data` was kept; what it repeats.

        `fresh` begins a packet of which nothing had come.
        """
        parts = self._parts.setdefault(key, fresh)
        parts.packets += 1
        if not part.more:
            parts.total = part.offset + size
        at = part.offset
        known = sorted(parts.pieces.items())
        for start, piece in [*known, (part.offset + len(data) + 1, b"")]:
            if start > at:
                new = data[at - part.offset : start - part.offset]
                if new:
                    parts.pieces[at] = new
                    self._held += len(new)
                at += len(new)
            over = piece[max(at - start, 0) : max(part.offset + len(data) - start, 0)]
            if over and at >= start:
                yield Overlap(len(over), over == data[at - part.offset : at - part.offset + len(over)])
                at += len(over)

    def take(self, key: Hashable) -> tuple[Parts, bytes] | None:
        """A packet that is whole by now, and its payload."""
        parts = self._parts[key]
        whole = parts.whole if parts.total is not None else None
        return None if whole is None else (self._drop(key), whole)

    def surplus(self, *, ended: bool = False) -> Iterator[Parts]:
        """Packets that are waited for no longer."""
        while self._parts and (ended or self._held > _MOST_BYTES or len(self._parts) > _MOST_PACKETS):
            yield self._drop(next(iter(self._parts)))

    def _drop(self, key: Hashable) -> Parts:
        parts = self._parts.pop(key)
        self._held -= parts.held
        return parts
