"""A recording as a stream that can be looked into: a file, a pipe, standard input."""

from __future__ import annotations

import io
from typing import Any, Protocol

PIECE = 1 << 18


class Readable(Protocol):
    """What gives bytes, about so many; none at its end."""

    def read(self, size: int, /) -> bytes | None:
        """The next bytes."""


class Stream(io.RawIOBase):
    """Bytes of a source, in their order; what was looked at is still to come."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._ahead = bytearray()
        self._kept: bytearray | None = None

    def look(self, size: int) -> bytes:
        """The next bytes, less than `size` only where the source ends."""
        while len(self._ahead) < size:
            piece = self._source.read(max(PIECE, size - len(self._ahead)))
            if not piece:
                break
            self._ahead += piece
        return bytes(self._ahead[:size])

    def keep(self) -> None:
        """From here on what is taken can be put back."""
        self._kept = bytearray()

    def put_back(self) -> None:
        """Begins again where `keep` was said."""
        if self._kept is not None:
            self._ahead[:0] = self._kept
        self._kept = None

    def forget(self) -> None:
        """What is taken is gone from here on."""
        self._kept = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fills some of a buffer; 0 at the end."""
        view = memoryview(buffer).cast("B")
        if not self._ahead:
            self._ahead += self._source.read(len(view)) or b""
        piece = bytes(self._ahead[: len(view)])
        del self._ahead[: len(piece)]
        view[: len(piece)] = piece
        if self._kept is not None:
            self._kept += piece
        return len(piece)
