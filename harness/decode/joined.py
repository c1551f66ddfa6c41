"""One value in several pieces: neighbouring fields, items of an array, events, messages of one connection.

Pure and linear: the pieces in their order are one text, so that a value in any of its pieces is found there
and an encoding that was cut is whole again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.decode.code_list import meanings

Piece = tuple[str, bytes]
"""A leaf: its step among its neighbours (`[3].chunk`, `part2`), and its text."""

LONGEST = 65_536
"""Bytes of all pieces together."""
_LONGEST_PIECE = 16_384
_LEAST = 8
"""Bytes that pieces together must have to be worth a search."""
_MOST = 4_096
"""Pieces; beyond, only the first are joined."""
_COLUMNS = 64
_NUMBER = re.compile(r"\d+")
_INTEGER = re.compile(rb"-?\d{1,10}(?:\.0+)?")
_FEWEST = 3


def candidates(pieces: Sequence[Piece]) -> list[Piece]:
    """What neighbours spell together: (how they were joined, the text), each text once.

    `joined` takes all in their order, `joined:sorted` by the numbers in their steps, `joined:<column>`
    those of one name over several items, `joined:codes` the letters that their numbers stand for,
    `joined:reversed` all from the last.  Never raises.
    """
    texts = _bounded(pieces)
    if len(texts) < 2 or sum(len(text) for _, text in texts) < _LEAST:  # noqa: PLR2004 (pieces)
        return []
    found: dict[bytes, str] = {}

    def add(name: str, some: Sequence[Piece]) -> None:
        if len(some) > 1:
            found.setdefault(b"".join(text for _, text in some), name)

    add("joined", texts)
    add("joined:sorted", sorted(texts, key=lambda piece: _natural(piece[0])))
    columns: dict[str, list[Piece]] = {}
    for step, text in texts:
        columns.setdefault(_NUMBER.sub("*", step), []).append((step, text))
    for name, column in list(columns.items())[:_COLUMNS]:
        if len(column) < len(texts):
            add(f"joined:{name}", sorted(column, key=lambda piece: _natural(piece[0])))
        _codes(column, found)
    add("joined:reversed", texts[::-1])
    return [(name, text) for text, name in found.items() if len(text) >= _LEAST]


def _codes(column: list[Piece], found: dict[bytes, str]) -> None:
    """Adds what the numbers of a column stand for."""
    if len(column) >= _FEWEST and all(_INTEGER.fullmatch(text) for _, text in column):
        for plain in meanings([int(text.partition(b".")[0]) for _, text in column]):
            found.setdefault(plain, "joined:codes")


def _bounded(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that are short enough, up to the longest text that they may make."""
    kept: list[Piece] = []
    size = 0
    for step, text in pieces[:_MOST]:
        if len(text) <= _LONGEST_PIECE:
            size += len(text)
            if size > LONGEST:
                break
            kept.append((step, text))
    return kept


def _natural(step: str) -> tuple[tuple[str, int], ...]:
    """A step in an order in which 10 follows 9."""
    return tuple(
        ("", int(part)) if part.isdecimal() and part.isascii() else (part, -1)
        for part in re.split(r"(\d+)", step)
    )
