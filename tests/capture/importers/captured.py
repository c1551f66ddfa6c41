"""A capture read whole: its messages, what went unread, its account, which must be even."""

from __future__ import annotations

import io
from dataclasses import dataclass

from harness.capture.importers import packet_capture
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason, Message


class Pipe(io.RawIOBase):
    """A stream that cannot seek, and gives what it likes."""

    def __init__(self, data: bytes, most: int = 7919) -> None:
        self._data = data
        self._at = 0
        self._most = most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        size = self._most if size < 0 else min(size, self._most)
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece


@dataclass(frozen=True)
class Captured:
    messages: list[Message]
    unread: list[Unread]
    account: Account
    secrets: list[bytes]

    def bodies(self, direction: Direction = Direction.OUT) -> list[bytes]:
        return [m.body for m in self.messages if m.direction is direction]

    def reasons(self) -> list[GapReason]:
        return [one.reason for one in self.unread]

    def ignored(self) -> dict[str, int]:
        return {row.reason: row.size for row in self.account.rows if row.fate is Fate.IGNORED}

    def structure(self) -> dict[str, int]:
        return {row.reason: row.size for row in self.account.rows if row.fate is Fate.STRUCTURE}


def captured(data: bytes) -> Captured:
    """What a capture gives; raises AssertionError where a byte has no fate."""
    account, secrets = Account(), list[bytes]()
    messages, unread = [], []
    for item in packet_capture.read(Pipe(data), "a capture", account, secrets):  # type: ignore[arg-type]
        (messages if isinstance(item, Message) else unread).append(item)
    assert account.lost == 0
    assert account.entered == len(data)
    assert sum(row.units for row in account.rows) == account.units
    assert account.total(Fate.GAP) == sum(one.size for one in unread if not one.missing)
    return Captured(messages, unread, account, secrets)
