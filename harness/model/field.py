"""A place of a message that published material knows, and what its grammar leaves open (method §7).

That a field is known explains nothing by itself: what explains a value is that it fits the grammar, or equals
what the bench knows by another route.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol


class Grammar(Protocol):
    """What a field may hold, as its published source says."""

    def free_bits(self, value: bytes) -> float | None:
        """Bits that the grammar leaves free for a value; None where the value does not fit it."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice of published values.  Raises ValueError without any."""

    values: frozenset[bytes]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("grammar: wanted at least one value, found none")

    def free_bits(self, value: bytes) -> float | None:
        """The choice among all values."""
        return math.log2(len(self.values)) if value in self.values else None


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number of a range, in decimal digits without a needless zero."""

    least: int
    most: int

    def free_bits(self, value: bytes) -> float | None:
        """The choice among the numbers of the range."""
        if len(value) > _DIGITS or _NUMBER.fullmatch(value) is None:
            return None
        return math.log2(self.most - self.least + 1) if self.least <= int(value) <= self.most else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A published notation, and the bits that it leaves free: those of the longest text that fits."""

    pattern: re.Pattern[bytes]
    bits: float

    def free_bits(self, value: bytes) -> float | None:
        """The stated bits."""
        return self.bits if self.pattern.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class Drawn(Pattern):
    """A field that published code of the very client fills at random, fresh each time (method §7, 5)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time by the phone's clock, `unit` ms apart.

    The client writes it between two flushes, at most `flush_ms` apart by its published rule (method §7, 3).
    """

    unit: int = 1
    flush_ms: int = 15_000

    def free_bits(self, value: bytes) -> float | None:
        """The choice of a moment within the time between two flushes."""
        digits = len(str(_ABOUT_NOW_MS // self.unit))
        if len(value) != digits or not value.isdigit():
            return None
        return math.log2(max(2, self.flush_ms // self.unit))


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A value that recomputes from the rest of the message (method §7, 4), as whoever states it checked."""

    def free_bits(self, _value: bytes) -> float | None:
        """None are free."""
        return 0.0


RECOMPUTED = Recomputed()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text that the source itself fixes: a name, a path.  The field is known by this very text."""

    def free_bits(self, _value: bytes) -> float | None:
        """None are free."""
        return 0.0


FIXED = Fixed()

_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)")
_DIGITS = 20
_ABOUT_NOW_MS = 1_600_000_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """A known place, by name (`sensors:properties.url`, `http:user-agent`), with source and grammar."""

    name: str
    citation: str
    grammar: Grammar | None = None

    def free_bits(self, value: bytes) -> float | None:
        """Bits that the grammar leaves free for a value; None without a grammar, or where it does not fit."""
        return None if self.grammar is None else self.grammar.free_bits(value)


@lru_cache(maxsize=4096)
def name_of(field: Field) -> Field:
    """The place of a known field's own name."""
    channel, _, place = field.name.partition(":")
    return Field(f"{channel}:{{{place}}}", field.citation, FIXED)
