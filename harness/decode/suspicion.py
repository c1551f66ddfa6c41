"""Which of many texts may hide a value in an encoding: one pass over their classes (`kind.classify`)."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from harness.decode.node import RUN

_TINY = 2
"""Bytes in which no encoding hides anything."""
_AND_ONE = (1).__add__


def suspicious(sizes: list[int], classed: bytes) -> list[int]:
    """The numbers of the texts with a sign of structure or a long run of letters.

    `classed` holds the classes of the texts of these `sizes`, one byte between them.
    """
    found: list[int] = []
    ends = list(accumulate(map(_AND_ONE, sizes)))
    find = classed.find
    sign, run = find(b"s"), find(RUN)
    while sign >= 0 or run >= 0:
        number = bisect_right(ends, sign if run < 0 or 0 <= sign < run else run)
        at = ends[number]
        signed = 0 <= sign < at
        if sizes[number] > _TINY:
            found.append(number)
        if signed:
            sign = find(b"s", at)
        if 0 <= run < at:
            run = find(RUN, at)
    return found
