"""Where every byte of one encoded piece went: the law of conservation of decoding.

A byte is content (in a part that is searched or unpacked on), structure (a sign, length, offset or checksum
of the format itself, read and checked) or a gap.  A decoder books what it reads while it reads: the books
are never made up from what was left over.
"""

from __future__ import annotations

from dataclasses import dataclass

_CONTENT, _STRUCTURE, _GAP = b"\1", b"\2", b"\3"


@dataclass(frozen=True, slots=True)
class Accounted:
    """Bytes of one encoded piece by what became of them.

    Raises ValueError where they do not add up to its size, or one is negative.
    """

    size: int
    content: int = 0
    structure: int = 0
    gap: int = 0

    def __post_init__(self) -> None:
        booked = self.content + self.structure + self.gap
        if booked != self.size or min(self.size, self.content, self.structure, self.gap) < 0:
            raise ValueError(
                f"account: wanted {self.size} bytes, found {self.content} of content, {self.structure} of"
                f" structure, {self.gap} in gaps: book what was read"
            )


class Coverage:
    """Marks on the bytes of one piece: for formats whose parts lie scattered, or are read twice."""

    __slots__ = ("_marks",)

    def __init__(self, size: int) -> None:
        self._marks = bytearray(size)

    def _mark(self, start: int, end: int, mark: bytes) -> None:
        end = min(end, len(self._marks))
        if start < end:
            self._marks[start:end] = mark * (end - start)

    def content(self, start: int, end: int) -> None:
        """Bytes that are in a part."""
        self._mark(start, end, _CONTENT)

    def structure(self, start: int, end: int) -> None:
        """Bytes that are the format's own."""
        self._mark(start, end, _STRUCTURE)

    def gap(self, start: int, end: int) -> None:
        """Bytes that cannot be read."""
        self._mark(start, end, _GAP)

    def unread(self) -> list[tuple[int, int]]:
        """Stretches (start, end) that nobody has read."""
        found = []
        start = self._marks.find(0)
        while start >= 0:
            rest = bytes(self._marks[start:])
            end = start + len(rest) - len(rest.lstrip(b"\0"))
            found.append((start, end))
            start = self._marks.find(0, end)
        return found

    def account(self) -> Accounted:
        """The books.  Raises ValueError where a byte was not read."""
        count = self._marks.count
        return Accounted(len(self._marks), count(_CONTENT), count(_STRUCTURE), count(_GAP))
