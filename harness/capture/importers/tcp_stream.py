"""One direction of a TCP connection in order (RFC 9293): what is missing is a hole, never bridged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from harness.capture.importers.transport import FIN, RST, Segment
from harness.model.message import GapReason

_MASK = 0xFFFFFFFF
_WINDOW = 1 << 30
"""Numbers further ahead cannot have been sent (RFC 7323 section 2.3)."""
_MOST_EARLY = 1 << 20
_MOST_PIECES = 4096
"""Bytes and pieces that wait for one before them, until that counts as lost."""
_UNSURE = 16
"""Pieces that wait at the start of a stream whose opening was not captured: an earlier one may come late."""
_HISTORY = 1 << 16
"""Bytes behind the stream's head that a repetition can be compared with."""


class Fate(Enum):
    """What bytes of a segment are to their stream."""

    NEXT = "next"
    REPEATED = "repeated"
    CONTRADICTING = "contradicting"
    APART = "apart"
    """Of a place that the stream has passed: not comparable, so they stand alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one segment."""

    fate: Fate
    data: bytes
    time_us: int
    packet: int


@dataclass(frozen=True, slots=True)
class Hole:
    """Bytes that were sent and are not in the capture."""

    size: int
    reason: GapReason


def distance(number: int, base: int) -> int:
    """How far a sequence number lies ahead of another; negative behind."""
    return (number - base + (1 << 31) & _MASK) - (1 << 31)


class Stream:
    """What one end of a connection sent."""

    __slots__ = ("_acknowledged", "_cuts", "_early", "_history", "_reached", "first", "held", "last", "next")

    def __init__(self) -> None:
        self.first: int | None = None
        """The number of the first byte, where the opening was captured."""
        self.next: int | None = None
        self.last: int | None = None
        """The number behind the last byte, once the end was announced."""
        self.held = 0
        self._early: list[tuple[int, bytes, int, int]] = []
        self._cuts: list[tuple[int, int]] = []
        self._history = bytearray()
        self._reached: int | None = None
        self._acknowledged: int | None = None

    @property
    def memory(self) -> int:
        """Bytes that it keeps."""
        return self.held + len(self._history)

    @property
    def waiting(self) -> bool:
        """Whether bytes are known to be under way before what comes next."""
        return bool(self._early) or self._missing() > 0

    @property
    def ended(self) -> bool:
        """Whether everything up to its announced end has come."""
        return self.last is not None and self.next == self.last and not self._early

    def opens_as(self, first: int) -> bool:
        """Whether an opening with this first number belongs to what has come, not to a new connection."""
        if self.first is not None:
            return self.first == first
        start = self._start() if self.next is None else self.next - len(self._history) & _MASK
        return start is None or 0 <= distance(start, first) < _MOST_EARLY

    def take(self, segment: Segment) -> Iterator[Piece | Hole]:
        """A segment; what can be handed on by now."""
        start = segment.start
        end = start + len(segment.payload) & _MASK
        behind = end + segment.missing & _MASK
        if segment.flags & RST:
            if segment.payload:
                yield Piece(Fate.APART, segment.payload, segment.time_us, segment.packet)
            return
        if segment.opens and self.first is None:
            self.first = start
            if self.next is None:
                self.next = start
        if segment.flags & FIN:
            self.last = behind
        if segment.missing:
            self._cuts.append((end, behind))
        self.reach(behind)
        if segment.payload:
            self._early.append((start, segment.payload, segment.time_us, segment.packet))
            self.held += len(segment.payload)
        yield from self._deliver()

    def reach(self, number: int) -> None:
        """Something says that everything before this number was sent."""
        if self._reached is None or 0 < distance(number, self._reached) < _WINDOW:
            self._reached = number

    def acknowledge(self, number: int) -> None:
        """The other end says that it got everything before this number."""
        if self._acknowledged is None:
            self._acknowledged = number
        self.reach(number)

    def flush(self) -> Iterator[Piece | Hole]:
        """Everything that waits, with the holes before it and behind it."""
        if self.next is None:
            self.next = self._start()
        while self._early and self.next is not None:
            yield from self._skip(self.next)
            yield from self._ordered()
        missing = self._missing()
        if missing > 0 and self.next is not None:
            yield Hole(missing, GapReason.SEGMENT_LOST)
            self._pass(missing)

    def _start(self) -> int | None:
        """Where a stream starts whose opening was not captured."""
        numbers = [start for start, *_ in self._early] + [start for start, _ in self._cuts]
        if not numbers:
            return self._acknowledged
        base = numbers[0]
        first = base + min(distance(number, base) for number in numbers) & _MASK
        known = self._acknowledged
        return known if known is not None and 0 < distance(first, known) < _MOST_EARLY else first

    def _missing(self) -> int:
        """Bytes that were sent at least, beyond the last that came."""
        if self.next is None:
            return 0
        ends = [number for number in (self._reached, self.last) if number is not None]
        far = max((distance(number, self.next) for number in ends), default=0)
        if self.last is not None:
            far = min(far, distance(self.last, self.next))
        return far if far < _WINDOW else 0

    def _deliver(self) -> Iterator[Piece | Hole]:
        if self.next is None:
            if len(self._early) < _UNSURE and self.held < _MOST_EARLY:
                return
            self.next = self._start()
        yield from self._ordered()
        while self.next is not None and (self.held > _MOST_EARLY or len(self._early) > _MOST_PIECES):
            yield from self._skip(self.next)
            yield from self._ordered()

    def _skip(self, head: int) -> Iterator[Hole]:
        """Gives up what is missing before the nearest piece."""
        size = min(distance(start, head) for start, *_ in self._early)
        if size > 0:
            yield Hole(size, GapReason.SEGMENT_LOST)
            self._pass(size)

    def _pass(self, size: int) -> None:
        self.next = (self.next or 0) + size & _MASK
        self._history.clear()

    def _ordered(self) -> Iterator[Piece | Hole]:
        """Every piece that the stream's head has reached; what snapshots cut off is a hole at once."""
        while self.next is not None:
            head = self.next
            at = min(range(len(self._early)), key=lambda n: distance(self._early[n][0], head), default=None)
            if at is not None and distance(self._early[at][0], head) <= 0:
                start, data, time_us, packet = self._early.pop(at)
                self.held -= len(data)
                yield from self._append(-distance(start, head), data, time_us, packet)
                continue
            cut = next(
                (end for start, end in self._cuts if distance(start, head) <= 0 < distance(end, head)), None
            )
            self._cuts = [(start, end) for start, end in self._cuts if distance(end, head) > 0]
            if cut is None:
                return
            nearest = cut if at is None else min(cut, self._early[at][0], key=lambda n: distance(n, head))
            yield Hole(distance(nearest, head), GapReason.TRUNCATED)
            self._pass(distance(nearest, head))

    def _append(self, behind: int, data: bytes, time_us: int, packet: int) -> Iterator[Piece]:
        """A piece that begins `behind` bytes before the head."""
        old, new = data[:behind], data[behind:]
        apart = max(behind - len(self._history), 0)
        if old and behind == len(data) == 1 and data == b"\0":
            yield Piece(Fate.REPEATED, old, time_us, packet)
            old = b""
        if old[:apart]:
            yield Piece(Fate.APART, old[:apart], time_us, packet)
            old = old[apart:]
        if old:
            at = len(self._history) - min(behind, len(self._history))
            equal = bytes(self._history[at : at + len(old)]) == old
            yield Piece(Fate.REPEATED if equal else Fate.CONTRADICTING, old, time_us, packet)
        if new:
            self.next = (self.next or 0) + len(new) & _MASK
            self._history += new
            if len(self._history) > 2 * _HISTORY:
                del self._history[:-_HISTORY]
            yield Piece(Fate.NEXT, new, time_us, packet)
