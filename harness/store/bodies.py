"""Bodies of the run folder: append-only segments of at most 64 MiB, every body with its digest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Self

from harness.model.errors import EvidenceError
from harness.model.message import BodyReference

SEGMENT_BYTES = 64 * 1024 * 1024


def segment_name(number: int) -> str:
    """The file name of a segment; numbers start at 1."""
    return f"{number:06d}.seg"


class BodyWriter:
    """Appends bodies to segments of its own: segments of earlier writers are never touched again.

    A killed writer leaves at most bytes at the end of a segment that no line refers to.
    Raises OSError where the disk refuses, also for a write cut short.
    """

    def __init__(self, folder: Path, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._limit = segment_bytes
        self._segment = max((int(path.stem) for path in folder.glob("*.seg")), default=0)
        self._offset = 0
        self._fd: int | None = None

    def add(self, content: bytes) -> BodyReference:
        """Append one body and say where it lies.  Raises ValueError for one larger than a segment."""
        if len(content) > self._limit:
            raise ValueError(f"wanted a body of at most {self._limit} bytes, found {len(content)}")
        if self._fd is None or self._offset + len(content) > self._limit:
            self._open_next()
        reference = BodyReference(
            self._segment, self._offset, len(content), hashlib.sha256(content).hexdigest()
        )
        rest = memoryview(content)
        while rest:
            written = os.write(self._fd if self._fd is not None else -1, rest)
            self._offset += written
            rest = rest[written:]
        return reference

    def _open_next(self) -> None:
        self.close()
        self._segment += 1
        path = self._folder / segment_name(self._segment)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._fd = os.open(path, flags, 0o644)
        self._offset = 0

    def close(self) -> None:
        """Make what was written durable and give the segment back."""
        if self._fd is not None:
            os.fsync(self._fd)
            os.close(self._fd)
            self._fd = None


class BodyReader:
    """Loads bodies by reference and checks length and digest of each.

    A context manager: the segment that was read last stays open until its end.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segment: tuple[int, BinaryIO] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Give the segment back."""
        if self._segment is not None:
            self._segment[1].close()
            self._segment = None

    def _open(self, number: int) -> BinaryIO:
        if self._segment is None or self._segment[0] != number:
            self.__exit__()
            self._segment = (number, (self._folder / segment_name(number)).open("rb"))
        return self._segment[1]

    def load(self, reference: BodyReference) -> bytes:
        """One body.  Raises EvidenceError where it is missing, short or not what was written."""
        content = self._read(reference) if reference.length else b""
        found = hashlib.sha256(content).hexdigest()
        if found != reference.sha256:
            raise EvidenceError(
                f"{self._place(reference)}: wanted a body with sha256 {reference.sha256}, found {found}"
            )
        return content

    def _place(self, reference: BodyReference) -> str:
        return f"{self._folder / segment_name(reference.segment)} at {reference.offset}"

    def _read(self, reference: BodyReference) -> bytes:
        if reference.length < 0 or reference.offset < 0 or reference.length > SEGMENT_BYTES:
            raise EvidenceError(
                f"{self._place(reference)}: wanted an offset and a length within a segment, "
                f"found {reference.offset} and {reference.length}"
            )
        try:
            content = os.pread(self._open(reference.segment).fileno(), reference.length, reference.offset)
        except OSError as error:
            raise EvidenceError(f"{self._place(reference)}: wanted a readable segment: {error}") from error
        if len(content) != reference.length:
            raise EvidenceError(
                f"{self._place(reference)}: wanted {reference.length} bytes, found {len(content)}"
            )
        return content
