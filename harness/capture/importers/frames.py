"""Frames of a packet capture, and the bytes they come from: entered in the account as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason

FRAMING = "capture framing"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """One packet as captured: number from 1, UTC microseconds, link type (LINKTYPE_ of tcpdump.org).

    `size` is its length on the wire, of which `data` is what was kept.
    """

    number: int
    time_us: int
    link: int
    data: bytes
    size: int


class Recording:
    """The bytes of a capture, read forward only, with their account."""

    __slots__ = ("_file", "account")

    def __init__(self, file: BinaryIO, account: Account) -> None:
        self._file = file
        self.account = account

    def take(self, size: int) -> bytes:
        """The next bytes; fewer at the end alone."""
        found = bytearray()
        while len(found) < size and (piece := self._file.read(min(size - len(found), _PIECE))):
            found += piece
        self.account.enter(len(found))
        return bytes(found)

    def frame(self, size: int) -> None:
        """Books bytes of the capture's own framing."""
        self.account.book(Fate.STRUCTURE, FRAMING, size)

    def gap(self, reason: GapReason, detail: str, size: int, where: str, units: int = 0) -> Unread:
        """Bytes of the capture that give no packet."""
        return unread(self.account, reason, detail, size, where, units=units)

    def missing(self, size: int, where: str) -> Unread:
        """The capture ends before something that it announced."""
        detail = f"the capture ends within {where}"
        return unread(self.account, GapReason.TRUNCATED, detail, size, where, missing=True)

    def rest(self, detail: str, where: str, already: int = 0, units: int = 0) -> Iterator[Unread]:
        """Everything that follows damage, `already` read bytes included, as one gap."""
        size = already
        while piece := self.take(_PIECE):
            size += len(piece)
        if size:
            yield self.gap(GapReason.DAMAGED, detail, size, where, units)


def unread(
    account: Account,
    reason: GapReason,
    detail: str,
    size: int,
    where: str,
    *,
    units: int = 0,
    missing: bool = False,
    time_us: int = 0,
    other: tuple[str, int] = ("", 0),
    direction: Direction | None = None,
) -> Unread:
    """A gap, booked unless its bytes are missing from the recording; `other` is the other end."""
    if not missing:
        account.book(Fate.GAP, reason.value, size, units)
    return Unread(reason, detail, size, where, time_us, *other, direction, missing)
