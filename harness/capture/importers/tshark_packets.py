"""The packets that tshark took apart: every byte is header, payload, padding, a gap, or ignored by name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from harness.capture.importers.direction import Phones
from harness.capture.importers.dissection import HEADERS
from harness.capture.importers.frames import unread
from harness.capture.importers.transport import Datagram, Segment
from harness.capture.importers.tshark_row import Row
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason

_IGNORED = {
    "arp": "ARP",
    "rarp": "ARP",
    "stp": "spanning tree",
    "macc": "pause frames",
}
_NEIGHBOURS = range(133, 138)
_MOST_FRAGMENTED = 4096
"""IP packets whose fragments are awaited."""


class Packets:
    """The packets of one capture, and the fragments that wait for others."""

    __slots__ = ("_account", "_fragments", "_phones")

    def __init__(self, account: Account, phones: Phones) -> None:
        self._account = account
        self._phones = phones
        self._fragments: OrderedDict[tuple[str, str, str], tuple[int, int, Row]] = OrderedDict()

    def parts(self, row: Row) -> Iterator[Segment | Datagram | Unread]:
        """What a packet holds.  Payloads of segments and datagrams are left for who takes them to book."""
        size = row.kept
        behind = (len(row.trailer) if any(row.trailer) else 0) + row.wrong_check
        if behind:
            detail = "bytes behind the packet in its frame"
            yield self._gap(row, GapReason.UNKNOWN_PACKET, detail, min(behind, size))
            size -= min(behind, size)
        if row.fragments and not row.whole:
            yield from self._keep(row, row.fragments[0], size)
            return
        units = 0
        for key in row.fragments:
            kept, count, _ = self._fragments.pop(key, (0, 0, row))
            size += kept
            units += count
        if row.part is None:
            yield from self._other(row, size, units + 1)
            return
        payload = len(row.part.payload)
        if payload > size:
            yield self._gap(row, GapReason.DAMAGED, "a packet with more content than bytes", size, units=1)
            return
        self._account.book(Fate.STRUCTURE, HEADERS, size - payload, units if payload else units + 1)
        yield row.part

    def end(self) -> Iterator[Unread]:
        """Fragments whose others never came."""
        while self._fragments:
            yield self._incomplete()

    def _keep(self, row: Row, key: tuple[str, str, str], size: int) -> Iterator[Unread]:
        content = min(len(row.data[-1]), size) if row.data else size
        self._account.book(Fate.STRUCTURE, HEADERS, size - content)
        kept, units, first = self._fragments.pop(key, (0, 0, row))
        self._fragments[key] = kept + content, units + 1, first
        if row.size > row.kept:
            yield self._cut(row)
        while len(self._fragments) > _MOST_FRAGMENTED:
            yield self._incomplete()

    def _incomplete(self) -> Unread:
        _, (size, units, row) = self._fragments.popitem(last=False)
        detail = "fragments of an IP packet whose others are missing"
        return self._gap(row, GapReason.SEGMENT_LOST, detail, size, units=units)

    def _other(self, row: Row, size: int, units: int) -> Iterator[Unread]:
        """A packet of something else than TCP and UDP."""
        names = [name for name in row.protocols if name not in ("data", "_ws.malformed", "_ws.short")]
        name = _IGNORED.get(names[-1]) if names else None
        if row.icmpv6 in _NEIGHBOURS:
            name = "neighbour discovery"
        if name is not None:
            self._account.book(Fate.IGNORED, name, size, units)
            return
        reason, detail = GapReason.UNKNOWN_PACKET, f"{':'.join(names)} is not read"
        if "esp" in names or "wpa" in names:
            reason = GapReason.ENCRYPTED
        elif row.size > row.kept:
            reason, detail = GapReason.TRUNCATED, f"{':'.join(names)}: the header is cut off"
        yield self._gap(row, reason, detail, size, units=units)
        if row.size > row.kept:
            yield self._cut(row)

    def _cut(self, row: Row) -> Unread:
        detail = "the capture kept only the beginning of the packet"
        return self._gap(row, GapReason.TRUNCATED, detail, row.size - row.kept, missing=True)

    def _gap(
        self, row: Row, reason: GapReason, detail: str, size: int, *, units: int = 0, missing: bool = False
    ) -> Unread:
        sent = self._phones.sends(*row.ends) if row.ends[0] else None
        return unread(
            self._account,
            reason,
            detail,
            size,
            f"packet {row.number}",
            units=units,
            missing=missing,
            time_us=row.time_us,
            other=(row.ends[0] if sent is False else row.ends[1], 0),
            direction=None if sent is None else Direction.OUT if sent else Direction.IN,
        )
