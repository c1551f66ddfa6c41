"""Base45 (RFC 9285): three letters for two bytes."""

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "base45"
CERTAIN = False
LEAST = 18
_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = bytes(_ALPHABET.find(bytes([c])) & 255 for c in range(256))
_DIGITS = b"0123456789"
_HEX = b"ABCDEF"


def matches(data: bytes) -> bool:
    """Whether it is of the alphabet, and letters that are no hex digits stand among the others."""
    if len(data) < LEAST or len(data) % 3 == 1 or not data.isupper() or data.translate(None, _ALPHABET):
        return False
    letters = len(data.translate(None, b" $%*+-./:" + _DIGITS + _HEX))
    return letters * 6 >= len(data)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes.  Raises ValueError where three letters are more than two bytes can be."""
    values = data.translate(_VALUES)
    whole = len(values) // 3 * 3
    out = bytearray()
    for at in range(0, whole, 3):
        number = values[at] + 45 * values[at + 1] + 2025 * values[at + 2]
        if number > 0xFFFF:  # noqa: PLR2004 (two bytes)
            raise ValueError("no base45: three letters above two bytes")
        out += number.to_bytes(2, "big")
    if whole < len(values):
        number = values[-2] + 45 * values[-1]
        if number > 0xFF:  # noqa: PLR2004 (one byte)
            raise ValueError("no base45: two letters above one byte")
        out.append(number)
    return [(NAME, bytes(out))]
