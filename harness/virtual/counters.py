"""The kernel's byte counters per uid, protocol and interface, in a mapped file.

A mapped page survives kill -9 of the process, so no byte that was counted is ever forgotten.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

ROWS = 1024
ROW = struct.Struct("<i8s12sQQQQ")  # uid, protocol, interface, tx bytes, tx packets, rx bytes, rx packets


@dataclass(frozen=True, slots=True)
class Count:
    """What one uid sent and received over one protocol and interface; IP-level bytes."""

    uid: int
    proto: str
    iface: str
    tx_bytes: int
    tx_packets: int
    rx_bytes: int
    rx_packets: int


class ByteCounters:
    """All counters of one handset. OverflowError: more rows than the kernel's table holds here."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(ROWS * ROW.size))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), ROWS * ROW.size)
        self._rows: dict[tuple[int, str, str], int] = {}
        for index in range(ROWS):
            uid, proto, iface, *_ = ROW.unpack_from(self._map, index * ROW.size)
            if not proto.strip(b"\0"):
                break
            self._rows[uid, proto.rstrip(b"\0").decode(), iface.rstrip(b"\0").decode()] = index

    def add(  # one call per packet train, in the order of the kernel's columns
        self,
        uid: int,
        proto: str,
        tx_bytes: int,
        tx_packets: int,
        rx_bytes: int,
        rx_packets: int,
        iface: str = "wlan0",
    ) -> None:
        """Counts traffic."""
        index = self._rows.setdefault((uid, proto, iface), len(self._rows))
        if index >= ROWS:
            raise OverflowError(f"{ROWS} rows of byte counters are in use")
        old = ROW.unpack_from(self._map, index * ROW.size)[3:]
        new = tuple(a + b for a, b in zip(old, (tx_bytes, tx_packets, rx_bytes, rx_packets), strict=True))
        ROW.pack_into(self._map, index * ROW.size, uid, proto.encode(), iface.encode(), *new)

    def rows(self) -> list[Count]:
        """Every counter, sorted by uid."""
        found = [
            Count(uid, proto, iface, *ROW.unpack_from(self._map, index * ROW.size)[3:])
            for (uid, proto, iface), index in self._rows.items()
        ]
        return sorted(found, key=lambda count: (count.uid, count.iface, count.proto))
