"""Base32 (RFC 4648 §6), either case, with or without padding."""

from __future__ import annotations

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "base32"
LEAST = 16
_UPPER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567="
_LOWER = _UPPER.lower()
_VALUES = b"0123456789abcdefghijklmnopqrstuv"
_DIGITS = bytes(
    _VALUES[at] if (at := _UPPER.find(bytes([c]).upper())) in range(32) else 0x3D for c in range(256)
)
"""Each letter as a digit to the base of 32; `=` for what is no letter and thus no digit."""
_NO_LENGTHS = (1, 3, 6)
"""Letters of a last quantum that encode no whole byte more than fewer letters do (RFC 4648 §6)."""


def matches(data: bytes) -> bool:
    """Whether all of it is of the alphabet in one case."""
    return len(data) >= LEAST and (not data.translate(None, _UPPER) or not data.translate(None, _LOWER))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes, and bits of the last letter that make no byte, `base32:bits`, where they are not zero.

    Raises ValueError where it cannot be base32.
    """
    found: list[Part] = [("base32", undo(data))]
    letters = data.rstrip(b"=")
    spare = 5 * len(letters) % 8
    bits = _UPPER.find(letters[-1:].upper()) & (1 << spare) - 1 if letters else 0
    if bits:
        found.append(("base32:bits", b"%d" % bits))
    return found


def undo(data: bytes) -> bytes:
    """The encoded bytes; bits of a last letter that make no byte are dropped.

    Raises ValueError where a letter or the length is none of base32.  All letters are read as one number,
    in C: the standard library goes by quanta of eight letters.
    """
    letters = data.rstrip(b"=").translate(_DIGITS)
    if len(letters) % 8 in _NO_LENGTHS:
        raise ValueError("no base32 has this length")
    size, left = divmod(5 * len(letters), 8)
    return (int(letters, 32) >> left).to_bytes(size, "big") if letters else b""


def account(data: bytes, budget: Budget) -> Accounted:
    """Padding is structure, letters are content."""
    unpack(data, budget)
    return Accounted(len(data), len(data.rstrip(b"=")), data.count(b"="))
