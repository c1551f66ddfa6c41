"""How much a value can tell apart: an estimate of its entropy in bits, the same on every machine."""

from __future__ import annotations

import re

ENOUGH = 30
"""Bits: a value drawn from so many tells one phone from a billion others."""

_CLASSES: tuple[tuple[frozenset[str], int], ...] = (
    (frozenset("0123456789"), 10),
    (frozenset("0123456789abcdef-:"), 16),
    (frozenset("0123456789ABCDEF-:"), 16),
    (frozenset("abcdefghijklmnopqrstuvwxyz"), 26),
    (frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 26),
    (frozenset("abcdefghijklmnopqrstuvwxyz0123456789"), 36),
)
_ANY = 62


def bits(value: str) -> int:
    """Entropy in bits if the value was drawn evenly from the smallest usual alphabet that holds it.

    Capped by the letters that really differ: `aaaaaaaaaaaa` tells nothing apart.
    """
    letters = [c for c in value if c.isalnum()]
    if not letters:
        return 0
    kinds = set(value)
    size = next((size for alphabet, size in _CLASSES if kinds <= alphabet), _ANY)
    distinct = len(set(letters))
    return min(len(letters) * (size.bit_length() - 1), len(letters) * (distinct.bit_length() - 1))


_WORD = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")


def is_word_like(value: str) -> bool:
    """Whether most of its letters stand in runs that read as words."""
    letters = sum(c.isalpha() for c in value)
    if not letters or all(c in "0123456789abcdefABCDEF-:" for c in value):
        return False
    worded = sum(len(word) for word in _WORD.findall(value))
    return worded * 5 >= letters * 3
