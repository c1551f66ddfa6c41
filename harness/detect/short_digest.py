"""Digests of 32 bits: checksums, hash codes and digests cut to four bytes, as a leaf of their own.

So few bits are met by chance, which each sighting states: a form like this is a candidate wherever much was
searched, and never convicts there.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence

from harness.decode.java_hash import java_hash
from harness.detect.spelling import spellings

BITS = 32
_MOST = 1 << BITS
LEAST, LONGEST = 4, 11
"""Bytes of a leaf that may be one: raw, in hex, as a decimal number with or without a sign."""


def _fnv1a(data: bytes) -> int:
    """FNV-1a with 32 bits (draft-eastlake-fnv)."""
    value = 0x811C9DC5
    for unit in data:
        value = ((value ^ unit) * 0x01000193) % _MOST
    return value


def _cut(name: str) -> Callable[[bytes], int]:
    return lambda data: int.from_bytes(hashlib.new(name, data, usedforsecurity=False).digest()[:4], "big")


FUNCTIONS: tuple[tuple[str, Callable[[bytes], int]], ...] = (
    ("crc32", zlib.crc32),
    ("adler32", zlib.adler32),
    ("java-hash", lambda data: java_hash(data) % _MOST),
    ("fnv1a", _fnv1a),
    ("md5/4-bytes", _cut("md5")),
    ("sha1/4-bytes", _cut("sha1")),
    ("sha256/4-bytes", _cut("sha256")),
)
"""CRC-32 of RFC 1952, Adler-32 of RFC 1950, Java's String.hashCode, FNV-1a, digests cut to 4 bytes."""


def written(value: int) -> tuple[bytes, ...]:
    """How software writes 32 bits: bytes of either order, hex, decimal without and with a sign."""
    signed = value - _MOST if value >> (BITS - 1) else value
    return (
        value.to_bytes(4, "big"),
        value.to_bytes(4, "little"),
        b"%08x" % value,
        b"%08X" % value,
        b"%d" % value,
        b"%d" % signed,
    )


def digests(value: str) -> Iterator[tuple[str, bytes]]:
    """Every short digest of a value as it may be written: (form, leaf)."""
    for suffix, spelling in spellings(value):
        data = spelling.encode("utf-8", "surrogatepass")
        for name, function in FUNCTIONS:
            for leaf in dict.fromkeys(written(function(data))):
                if len(leaf) >= LEAST:
                    yield name + suffix, leaf


class ShortDigests:
    """The short digests of some values by the leaf that they would be."""

    def __init__(self) -> None:
        self._known: dict[bytes, list[tuple[int, str]]] = {}

    def add(self, number: int, value: str) -> None:
        """The digests of the value of that number."""
        for name, leaf in digests(value):
            self._known.setdefault(leaf, []).append((number, name))

    def look_up(self, leaves: Sequence[bytes]) -> Iterator[tuple[int, int, str]]:
        """Which of some leaves are a short digest of which value: (leaf, value, form)."""
        known = self._known
        for place, leaf in enumerate(leaves):
            if LEAST <= len(leaf) <= LONGEST and leaf in known:
                for number, name in known[leaf]:
                    yield place, number, name


def chance(leaves: int) -> float:
    """Expected random hits of one form among so many leaves (method §7)."""
    return leaves / _MOST
