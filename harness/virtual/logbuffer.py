"""logcat's ring buffer: the last lines that apps and system wrote, in phone time; a restart empties it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from harness.virtual.services import Clock

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line; `at_ms` is phone time."""

    at_ms: int
    pid: int
    level: str
    tag: str
    text: str

    def brief(self) -> str:
        """`-v time`."""
        return f"{_stamp(self.at_ms)} {self.level}/{self.tag:<8}({self.pid:5d}): {self.text}\n"

    def epoch(self) -> str:
        """`-v epoch`."""
        stamp = f"{self.at_ms // 1000:>19}.{self.at_ms % 1000:03d}"
        return f"{stamp} {self.pid:5d} {self.pid:5d} {self.level} {self.tag:<8}: {self.text}\n"

    def threadtime(self) -> str:
        """The default format."""
        return f"{_stamp(self.at_ms)} {self.pid:5d} {self.pid:5d} {self.level} {self.tag:<8}: {self.text}\n"


class LogBuffer:
    """The main buffer of one handset."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: deque[LogLine] = deque(maxlen=KEPT)
        self._readers: set[asyncio.Queue[LogLine]] = set()

    def write(self, tag: str, pid: int, text: str, level: str = "I") -> None:
        """Appends; a text of several lines becomes several lines, as on a phone."""
        for part in text.split("\n"):
            line = LogLine(self._clock.now_ms(), pid, level, tag, part)
            self._lines.append(line)
            for reader in self._readers:
                reader.put_nowait(line)

    def clear(self) -> None:
        """`logcat -c`."""
        self._lines.clear()

    def lines(self) -> list[LogLine]:
        """What is kept now."""
        return list(self._lines)

    async def follow(self) -> AsyncIterator[LogLine]:
        """What is kept and then what comes, without end."""
        queue: asyncio.Queue[LogLine] = asyncio.Queue()
        self._readers.add(queue)
        try:
            for line in self.lines():
                yield line
            while True:
                yield await queue.get()
        finally:
            self._readers.discard(queue)


def _stamp(at_ms: int) -> str:
    """`MM-DD HH:MM:SS.mmm`, UTC."""
    return time.strftime("%m-%d %H:%M:%S", time.gmtime(at_ms / 1000)) + f".{at_ms % 1000:03d}"
