"""Frames of pcap files (libpcap savefile): micro- and nanoseconds, the modified kind with longer headers."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from harness.capture.importers.frames import Frame, Recording
from harness.model.account import Fate, Unread

MAGICS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1, 16),
    b"\xa1\xb2\xc3\xd4": (">", 1, 16),
    b"\x4d\x3c\xb2\xa1": ("<", 1000, 16),
    b"\xa1\xb2\x3c\x4d": (">", 1000, 16),
    b"\x34\xcd\xb2\xa1": ("<", 1, 24),
    b"\xa1\xb2\xcd\x34": (">", 1, 24),
}
"""Magic: byte order, units of a fraction per microsecond, size of a packet's header (24: modified pcap)."""
_LARGEST = 1 << 24
_USUAL = 262_144
"""Bytes of a packet that are believed whatever the file's snapshot length says (MAXIMUM_SNAPLEN)."""
_FRACTIONS = 1_000_000_000
_HAS_FCS = 1 << 26


def frames(recording: Recording, magic: bytes) -> Iterator[Frame | Unread]:
    """The frames after the magic.  Raises ValueError where the file's header is cut off.

    A packet's header that cannot be one ends the reading: nothing tells where another starts.
    """
    order, unit, header = MAGICS[magic]
    head = recording.take(20)
    if len(head) < 20:  # noqa: PLR2004 (the header's size)
        raise ValueError("the capture's header is cut off")
    recording.frame(24)
    snapshot, link = struct.unpack(order + "II", head[12:])
    check = (link >> 28) * 2 if link & _HAS_FCS else 0
    link &= 0xFFFF
    most = max(snapshot, _USUAL) if 0 < snapshot < _LARGEST else _LARGEST
    number = 0
    while record := recording.take(header):
        number += 1
        where = f"packet {number}"
        if len(record) < header:
            recording.account.enter(0, 1)
            yield from recording.rest("the capture ends within a packet's header", where, len(record), 1)
            yield recording.missing(header - len(record), where)
            return
        seconds, fraction, kept, size = struct.unpack(order + "IIII", record[:16])
        if kept > most or kept > size or fraction >= _FRACTIONS:
            yield from recording.rest("no packet's header where one must be", where, len(record))
            return
        recording.frame(header)
        data = recording.take(kept)
        recording.account.enter(0, 1)
        lost = kept - len(data)
        whole = max(size - check, 0)
        if len(data) > whole:
            recording.account.book(Fate.STRUCTURE, "frame check sequence", len(data) - whole)
        yield Frame(number, seconds * 1_000_000 + fraction // unit, link, data[:whole], whole)
        if lost:
            yield recording.missing(lost, where)
