"""JSON lines of the run folder: written one by one as they happen, read as a stream.

Each begins with its envelope: `seq`, one number over all lines of all files, and `t`, the bench's UTC time.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from harness.model.errors import EvidenceError
from harness.model.lines import Line
from harness.store.adapters import LineFile
from harness.store.sequence import Sequence

L = TypeVar("L", bound=Line)
_ENVELOPE = re.compile(rb'\{"seq":([0-9]{1,12}),"t":"([0-9T:-]{19})\.([0-9]{6})Z"')


def stamp(time_ns: int) -> str:
    """UTC of `time_ns` (nanoseconds since the epoch) as ISO 8601 with microseconds and `Z`."""
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return f"{_second(seconds)}.{rest // 1000:06d}Z"


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def microseconds(text: str) -> int:
    """UTC microseconds since the epoch of an ISO 8601 text.  Raises EvidenceError."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise EvidenceError(f"wanted an ISO 8601 time, found {text!r}") from error
    if moment.tzinfo is None:
        raise EvidenceError(f"wanted a time with its zone, found {text!r}")
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + moment.microsecond


@lru_cache(maxsize=4)
def _second_us(second: bytes) -> int:
    return microseconds(second.decode() + "Z")


class LineWriter(Generic[L]):
    """An append-only file of lines, each handed to the operating system at once.

    A killed process loses at most the line it was writing.
    """

    def __init__(self, folder: Path, file: LineFile[L], sequence: Sequence) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._fd = os.open(folder / f"{file.name}.jsonl", flags, 0o644)
        self._file = file
        self._sequence = sequence

    def write(self, line: L) -> int:
        """Append one line and return its sequence number.

        Raises ValueError, before anything is written, for a value that is not of its field's type.
        """
        fields = self._file.encode(line)
        number = self._sequence.next()
        comma = b"," if fields else b""
        rest = memoryview(
            b'{"seq":%d,"t":"%s"%s%s}\n' % (number, stamp(time.time_ns()).encode(), comma, fields)
        )
        while rest:
            rest = rest[os.write(self._fd, rest) :]
        return number

    def close(self) -> None:
        """Make what was written durable and give the file back."""
        os.fsync(self._fd)
        os.close(self._fd)


def read_lines(folder: Path, file: LineFile[L], *, cut_off: list[bytes] | None = None) -> Iterator[L]:
    """Every complete line of a file, in order.

    A last line without its newline is what a killed writer leaves: it is not yielded but appended to
    `cut_off`; without that list it raises.  Raises EvidenceError for a missing file or a line that is
    none of the file's, with the file and line number.
    """
    path = folder / f"{file.name}.jsonl"
    try:
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                if not raw.endswith(b"\n"):
                    if cut_off is None:
                        raise EvidenceError(f"{path}:{number}: the last line is cut off")
                    cut_off.append(raw)
                    return
                try:
                    line = parse_line(raw, file)
                except EvidenceError as error:
                    raise EvidenceError(f"{path}:{number}: {error}") from error
                yield line
    except FileNotFoundError as error:
        raise EvidenceError(f"{path}: wanted a file of the run, found none") from error


def parse_line(raw: bytes, file: LineFile[L]) -> L:
    """One complete line, with or without its newline.  Raises EvidenceError."""
    envelope = _ENVELOPE.match(raw)
    if envelope is None:
        raise EvidenceError(f"wanted a line that begins with seq and t, found {raw[:60]!r}")
    time_us = _second_us(envelope[2]) + int(envelope[3])
    line = file.decode(b'{"seq":%s,"t":%d%s' % (envelope[1], time_us, raw[envelope.end() :]))
    if (line.sequence, line.time_us) != (int(envelope[1]), time_us):
        raise EvidenceError(f"wanted seq and t once, found them again in {raw[:60]!r}")
    return line
