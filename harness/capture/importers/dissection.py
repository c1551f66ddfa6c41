"""Frames taken apart down to TCP and UDP: a byte is header, payload, padding, a gap, or ignored by name."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from harness.capture.importers import other_protocols, transport, udp_tunnels
from harness.capture.importers.direction import Phones
from harness.capture.importers.fragments import Fragments, Parts
from harness.capture.importers.frames import Frame, unread
from harness.capture.importers.layers import Layer, Space, checked
from harness.capture.importers.network_layer import READERS
from harness.capture.importers.transport import TCP, UDP, UDP_LITE, Datagram, Segment
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason

HEADERS, TRANSPORT = "link and network headers", "TCP and UDP headers"
REPEATED = "repeated segments"
_MOST_LAYERS = 64
_CHECK, _CHECK_SEQUENCE = 4, "frame check sequence"


class Dissection:
    """The packets of one capture."""

    __slots__ = ("_account", "_fragments", "_phones")

    def __init__(self, account: Account, phones: Phones) -> None:
        self._account = account
        self._phones = phones
        self._fragments = Fragments()

    def parts(self, frame: Frame) -> Iterator[Segment | Datagram | Unread]:
        """What a frame holds.  Payloads of segments and datagrams are left for who takes them to book."""
        yield from self._read(frame, Space.LINK, frame.link, frame.data, frame.size, ("", ""))
        for parts in self._fragments.surplus():
            yield from self._incomplete(parts)

    def end(self) -> Iterator[Unread]:
        """Fragments whose others never came."""
        for parts in self._fragments.surplus(ended=True):
            yield from self._incomplete(parts)

    def _read(
        self, frame: Frame, space: Space, number: int, data: bytes, size: int, ends: tuple[str, str]
    ) -> Iterator[Segment | Datagram | Unread]:
        for _ in range(_MOST_LAYERS):
            if space is Space.IP and number in (TCP, UDP, UDP_LITE):
                yield from self._transport(frame, number, data, size, ends)
                return
            reader = READERS.get((space, number))
            if reader is None:
                yield from self._other(frame, space, number, data, size, ends)
                return
            try:
                layer = checked(reader(data, size), len(data))
            except (ValueError, IndexError, struct.error) as e:
                yield from self._damaged(frame, space, number, data, size, ends, str(e))
                return
            self._account.book(Fate.STRUCTURE, HEADERS, layer.start)
            check = len(data[layer.end : layer.end + layer.check])
            if check:
                self._account.book(Fate.STRUCTURE, _CHECK_SEQUENCE, check)
            yield from self._behind(frame, data[layer.end + check :])
            data, size = data[layer.start : layer.end], layer.end - layer.start
            ends = layer.ends or ends
            if layer.fragment is not None:
                yield from self._join(frame, layer, data, size, ends)
                return
            space, number = layer.space, layer.number
        yield from self._damaged(frame, space, number, data, size, ends, "more layers than any packet has")

    def _transport(
        self, frame: Frame, number: int, data: bytes, size: int, ends: tuple[str, str]
    ) -> Iterator[Segment | Datagram | Unread]:
        found: Segment | Datagram
        try:
            if number == TCP:
                found = transport.segment(data, size, ends, frame.number, frame.time_us)
            else:
                lite = number == UDP_LITE
                found = transport.datagram(data, size, ends, frame.number, frame.time_us, lite=lite)
        except (ValueError, IndexError, struct.error) as e:
            yield from self._damaged(frame, Space.IP, number, data, size, ends, str(e))
            return
        size = len(found.payload) + found.missing
        tunnel = None if number == TCP else udp_tunnels.inside(found.target[1], found.payload, size)
        empty = not found.payload
        self._account.book(Fate.STRUCTURE, TRANSPORT, found.header, int(empty))
        yield from self._behind(frame, data[found.header + len(found.payload) :])
        if tunnel is None:
            yield found
        else:
            yield from self._tunnel(frame, tunnel, found.payload, ends)

    def _tunnel(
        self, frame: Frame, layer: Layer, data: bytes, ends: tuple[str, str]
    ) -> Iterator[Segment | Datagram | Unread]:
        self._account.book(Fate.STRUCTURE, HEADERS, layer.start)
        yield from self._behind(frame, data[layer.end :])
        inner = data[layer.start : layer.end]
        yield from self._read(frame, layer.space, layer.number, inner, layer.end - layer.start, ends)

    def _join(
        self, frame: Frame, layer: Layer, data: bytes, size: int, ends: tuple[str, str]
    ) -> Iterator[Segment | Datagram | Unread]:
        part = layer.fragment
        if part is None:
            return
        key = (ends, layer.number, part.identification)
        fresh = Parts(f"packet {frame.number}", frame.time_us, ends)
        for overlap in self._fragments.add(key, part, data, size, fresh):
            if overlap.equal:
                self._account.book(Fate.STRUCTURE, REPEATED, overlap.size)
            else:
                detail = "a fragment that overlaps another with other bytes"
                yield self._gap(frame, GapReason.DAMAGED, detail, overlap.size, ends)
        taken = self._fragments.take(key)
        if taken is not None:
            parts, whole = taken
            self._account.book(Fate.STRUCTURE, HEADERS, 0, parts.packets - 1)
            yield from self._read(frame, layer.space, layer.number, whole, len(whole), ends)

    def _incomplete(self, parts: Parts) -> Iterator[Unread]:
        for size, missing in ((parts.held, False), (parts.lost, True)):
            if size or not missing:
                yield unread(
                    self._account,
                    GapReason.SEGMENT_LOST,
                    "fragments of an IP packet whose others are missing",
                    size,
                    parts.where,
                    units=0 if missing else parts.packets,
                    missing=missing,
                    time_us=parts.time_us,
                    other=self._other_end(parts.ends),
                    direction=self._direction(parts.ends),
                )

    def _other(
        self, frame: Frame, space: Space, number: int, data: bytes, size: int, ends: tuple[str, str]
    ) -> Iterator[Unread]:
        """A packet of something else than TCP and UDP."""
        if not size:
            self._account.book(Fate.STRUCTURE, HEADERS, 0, 1)
            return
        known = other_protocols.ignored(space, number, data)
        if known is not None:
            name, length = known
            self._account.book(Fate.IGNORED, name, length, 1)
            yield from self._behind(frame, data[length:])
            return
        reason, detail = other_protocols.gap(space, number)
        yield self._gap(frame, reason, detail, len(data), ends, units=1)
        yield from self._cut(frame, size - len(data), ends)

    def _damaged(
        self,
        frame: Frame,
        space: Space,
        number: int,
        data: bytes,
        size: int,
        ends: tuple[str, str],
        complaint: str,
    ) -> Iterator[Unread]:
        """A layer whose header is not what it must be, or is cut off."""
        cut = size > len(data)
        reason = GapReason.TRUNCATED if cut else GapReason.UNKNOWN_PACKET
        detail = f"{space.value} {number:#x}: {'the header is cut off' if cut else complaint}"
        yield self._gap(frame, reason, detail, len(data), ends, units=1)
        yield from self._cut(frame, size - len(data), ends)

    def _cut(self, frame: Frame, size: int, ends: tuple[str, str]) -> Iterator[Unread]:
        if size > 0:
            detail = "the capture kept only the beginning of the packet"
            yield self._gap(frame, GapReason.TRUNCATED, detail, size, ends, missing=True)

    def _behind(self, frame: Frame, data: bytes) -> Iterator[Unread]:
        """What follows a packet in its frame: padding, the link's check sequence, or something unknown."""
        if len(data) >= _CHECK and any(data[-_CHECK:]):
            check = zlib.crc32(frame.data[:-_CHECK]).to_bytes(_CHECK, "little")
            if data.endswith(check) and frame.data.endswith(check):
                self._account.book(Fate.STRUCTURE, _CHECK_SEQUENCE, _CHECK)
                data = data[:-_CHECK]
        if any(data):
            detail = "bytes behind the packet in its frame"
            yield self._gap(frame, GapReason.UNKNOWN_PACKET, detail, len(data), ("", ""))
        elif data:
            self._account.book(Fate.STRUCTURE, "padding", len(data))

    def _gap(
        self,
        frame: Frame,
        reason: GapReason,
        detail: str,
        size: int,
        ends: tuple[str, str],
        *,
        units: int = 0,
        missing: bool = False,
    ) -> Unread:
        return unread(
            self._account,
            reason,
            detail,
            size,
            f"packet {frame.number}",
            units=units,
            missing=missing,
            time_us=frame.time_us,
            other=self._other_end(ends),
            direction=self._direction(ends),
        )

    def _direction(self, ends: tuple[str, str]) -> Direction | None:
        sent = self._phones.sends(*ends) if ends[0] else None
        return None if sent is None else Direction.OUT if sent else Direction.IN

    def _other_end(self, ends: tuple[str, str]) -> tuple[str, int]:
        return ends[0] if self._direction(ends) is Direction.IN else ends[1], 0
