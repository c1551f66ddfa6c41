"""Whether every line that was written is still there: one sequence number orders all lines of all files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.model.errors import EvidenceError

EXCHANGES = "exchanges"
LINES_MOST = 50_000_000
"""A number beyond is no count of lines: it would be memory that a hostile file asks for."""
NAMED_MOST = 5
"""Missing numbers that are named one by one."""
_NUMBER = re.compile(rb'\{"seq":([0-9]{1,12}),')


def missing_lines(data: Path, files: Sequence[str]) -> tuple[str, ...]:
    """What is missing or doubled among the lines of `files` and of the recorder's own, for people.

    A number that was given out and whose line is not there is a line that was lost or removed; a last line
    without its newline is what a killed writer left.  Empty where all are there.  Raises EvidenceError for
    a file that is missing and for a line without a number.
    """
    seen = bytearray()
    found: list[str] = []
    highest = doubled = 0
    for name in (*files, EXCHANGES):
        for number in _numbers(data / f"{name}.jsonl", found):
            highest = max(highest, number)
            if number >= len(seen):
                seen.extend(bytes(max(number + 1 - len(seen), len(seen), 1024)))
            doubled += seen[number]
            seen[number] = 1
    missing = [number for number in range(1, highest + 1) if not seen[number]]
    if missing:
        named = ", ".join(map(str, missing[:NAMED_MOST]))
        found.append(f"{len(missing)} of {highest} lines are not there: {named}")
    if doubled:
        found.append(f"{doubled} lines carry a number that another line has")
    return tuple(found)


def _numbers(path: Path, found: list[str]) -> Iterator[int]:
    """The numbers of a file's lines; a line that was cut off is told to `found`."""
    try:
        with path.open("rb") as file:
            for place, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    found.append(f"{path.name}:{place}: the last line is cut off")
                    return
                match = _NUMBER.match(raw)
                if match is None or int(match[1]) > LINES_MOST:
                    raise EvidenceError(
                        f"{path}:{place}: wanted a line with its number first, found {raw[:60]!r}"
                    )
                yield int(match[1])
    except FileNotFoundError as error:
        raise EvidenceError(f"{path}: wanted a file of the run, found none") from error
