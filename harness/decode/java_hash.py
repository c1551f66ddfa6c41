"""Java's `String.hashCode()` (Java SE API, java.lang.String): a checksum that several clients send."""

from __future__ import annotations


def java_hash(text: bytes) -> int:
    """The hash of a text in UTF-8: signed 32 bits over its UTF-16 units."""
    if text.isascii():
        value = _sum(text)
    else:
        value = 0
        units = text.decode("utf-8", "replace").encode("utf-16-be")
        for at in range(0, len(units), 2):
            value = (31 * value + (units[at] << 8) + units[at + 1]) & 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


def _sum(data: bytes) -> int:
    """The sum of unit x 31^i over ASCII text, modulo 2^32.

    It is read by `int(..., 31)` in C, a unit being a low digit and a carry of 31: five times faster than
    a loop, and the checksum is recomputed for every upload.
    """
    low, high = data.translate(_LOW), data.translate(_HIGH)
    rest = len(data) % _BLOCK
    value = int(low[:rest], 31) + 31 * int(high[:rest], 31) if rest else 0
    for at in range(rest, len(data), _BLOCK):
        value = (
            value * _WEIGHT + int(low[at : at + _BLOCK], 31) + 31 * int(high[at : at + _BLOCK], 31)
        ) & 0xFFFFFFFF
    return value & 0xFFFFFFFF


_BLOCK = 192
_WEIGHT = pow(31, _BLOCK, 1 << 32)
_DIGITS = b"0123456789abcdefghijklmnopqrstu"
_LOW = bytes(_DIGITS[c % 31] for c in range(256))
_HIGH = bytes(_DIGITS[c // 31] for c in range(256))
