"""JSON lines of the run folder: written one by one as they happen, read as a stream."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.model.errors import EvidenceError
from harness.store.sequence import Sequence


def stamp(time_ns: int) -> str:
    """UTC of `time_ns` (nanoseconds since the epoch) as ISO 8601 with microseconds and `Z`."""
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest // 1000:06d}Z"


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


class LineWriter:
    """An append-only file of JSON lines, each handed to the operating system at once.

    A killed process loses at most the line it was writing.
    """

    def __init__(self, path: Path, sequence: Sequence) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        self._sequence = sequence

    def write(self, record: Mapping[str, Any]) -> int:
        """Append one line and return its sequence number."""
        number = self._sequence.next()
        line = {"seq": number, "t": stamp(time.time_ns()), **record}
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        rest = memoryview(text.encode("utf-8", "backslashreplace") + b"\n")
        while rest:
            rest = rest[os.write(self._fd, rest) :]
        return number

    def close(self) -> None:
        """Make what was written durable and give the file back."""
        os.fsync(self._fd)
        os.close(self._fd)


def read_lines(path: Path, *, cut_off: list[bytes] | None = None) -> Iterator[dict[str, Any]]:
    """Every complete line of a file, in order.

    A last line without its newline is what a killed writer leaves: it is not yielded but appended to
    `cut_off`; without that list it raises.  Raises EvidenceError for a missing file or a line that is
    not a JSON object, with the file and line number.
    """
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    if cut_off is None:
                        raise EvidenceError(f"{path}:{number}: the last line is cut off")
                    cut_off.append(raw)
                    return
                try:
                    record = json.loads(raw)
                except ValueError as error:
                    raise EvidenceError(f"{path}:{number}: wanted a JSON line, found {raw[:60]!r}") from error
                if not isinstance(record, dict):
                    raise EvidenceError(f"{path}:{number}: wanted a JSON object, found {raw[:60]!r}")
                yield record
    except FileNotFoundError as error:
        raise EvidenceError(f"{path}: wanted a file of the run, found none") from error
