"""The search of a message that was reduced to one JSON text: one pass, and a look only where something is."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from harness.decode.json_shape import Shapes, leaf
from harness.detect.fast_path import JsonMessage
from harness.detect.hit import Hit, keep
from harness.detect.scanner import BETWEEN, Scanner

Located = list[tuple[str | None, Hit]]
"""Hits with the step of their leaf; None for those of the JSON text as a whole."""
_BEHIND = len(BETWEEN).__add__


def search(message: JsonMessage, scanner: Scanner, shapes: Shapes) -> Located | None:
    """What is in the JSON text; None where something is found around it, or in a number.

    A value counts in the text as a whole only where no leaf shows it as readably.
    """
    if scanner.knows_any(message.around):
        return None
    blobs = [message.cut.plain, *message.around]
    if message.cut.plain is not message.data:
        blobs.insert(1, message.data)
    text = BETWEEN.join(blobs)
    raw, runs = scanner.matches(text)
    digests = [(start + at, hit) for start, end in runs for at, hit in scanner.looked_up(text[start:end])]
    if not (raw or digests):
        return []
    places = _Places(message, blobs, scanner, shapes)
    for end, number in raw:
        if not places.take(end, number):
            return None
    for start, hit in digests:
        if not places.take_digest(start, hit):
            return None
    return places.located()


class _Places:
    """Where in such a message something is."""

    def __init__(self, message: JsonMessage, blobs: list[bytes], scanner: Scanner, shapes: Shapes) -> None:
        self._cut, self._plain, self._data = message.cut, message.cut.plain, message.data
        self._blobs, self._scanner, self._shapes = blobs, scanner, shapes
        self._starts: list[int] = []
        self._within: dict[tuple[int, int], Hit] = {}
        self._whole: dict[tuple[int, int], Hit] = {}
        self._steps: dict[int, str | None] = {}

    def take(self, end: int, number: int) -> bool:
        """Sorts in a match of a pattern; answers whether it is in one of its texts or means nothing."""
        start = self._scanner.start(end, number)
        judged = self._scanner.judged
        if start >= len(self._plain):
            node, offset = self._blob(start)
            blob = self._blobs[node]
            if end > offset + len(blob):
                return True
            hits = judged(blob, start - offset, end - offset, number, 0)
            if blob is not self._data:
                return not hits
        elif end > len(self._plain):
            return True
        elif not self._between_quotes(start):
            return False
        else:
            inside = self._inside(start, end, number)
            for hit in inside:
                keep(self._within, hit)
            if self._plain is not self._data or len(inside) == self._scanner.meanings(number):
                return True
            hits = judged(self._data, start, end, number, 0)
        for hit in hits:
            keep(self._whole, hit)
        return True

    def take_digest(self, start: int, hit: Hit) -> bool:
        """Sorts in a digest in hex; answers whether it is in one of its texts."""
        if start < len(self._plain):
            if not self._between_quotes(start):
                return False
            hit.node = self._leaf(start)
            if hit.node >= 0:
                keep(self._within, hit)
            elif self._plain is self._data:
                keep(self._whole, hit)
            return True
        keep(self._whole, hit)
        return self._blobs[self._blob(start)[0]] is self._data

    def located(self) -> Located:
        """The hits of the leaves, and of the text those that are more readable there."""
        readable: dict[int, int] = {}
        for hit in self._within.values():
            readable[hit.planted] = min(hit.rank, readable.get(hit.planted, hit.rank))
        found: Located = [(self._steps[hit.node], hit) for hit in self._within.values()]
        found += [
            (None, hit) for hit in self._whole.values() if readable.get(hit.planted, hit.rank + 1) > hit.rank
        ]
        return found

    def _blob(self, start: int) -> tuple[int, int]:
        """The number of the text in which a place lies, and where that begins."""
        if not self._starts:
            self._starts = list(accumulate(map(_BEHIND, map(len, self._blobs)), initial=0))
        node = bisect_right(self._starts, start) - 1
        return node, self._starts[node]

    def _between_quotes(self, start: int) -> bool:
        """Whether a place of the JSON text is within a text, not at a number or a sign."""
        return self._plain.count(b'"', 0, start) & 1 == 1

    def _leaf(self, start: int) -> int:
        """The number of the leaf in which a place of a text or key lies; -1 for a key too short for one."""
        number = self._plain.count(b'"', 0, start) >> 1
        if number not in self._steps:
            self._steps[number] = leaf(self._cut, self._shapes.places(self._cut)[number], number)
        return number if self._steps[number] is not None else -1

    def _inside(self, start: int, end: int, number: int) -> list[Hit]:
        """What a match of a pattern means in the leaf in which it lies."""
        at = self._leaf(start)
        if at < 0 or b'"' in self._plain[start:end]:
            return []
        offset = self._plain.rfind(b'"', 0, start) + 1
        return self._scanner.judged(self._cut.pieces[2 * at + 1], start - offset, end - offset, number, at)
