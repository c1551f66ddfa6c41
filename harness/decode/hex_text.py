"""Hexadecimal text (RFC 4648 §8), either case, also with dashes or line breaks."""

from __future__ import annotations

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "hex"
LEAST = 16
_DIGITS = b"0123456789abcdefABCDEF"
_SEPARATORS = b"-\r\n"


def matches(data: bytes) -> bool:
    """Whether all of it is hex digits, an even number of them, but for separators."""
    if data.translate(None, _DIGITS):
        return not data.translate(None, _DIGITS + _SEPARATORS) and len(data) >= LEAST
    return len(data) >= LEAST and len(data) % 2 == 0


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes.  Raises ValueError where a digit is left over."""
    digits = data.translate(None, _SEPARATORS)
    return [("hex", bytes.fromhex(digits.decode("ascii")))]


def account(data: bytes, budget: Budget) -> Accounted:
    """Separators are structure, digits content."""
    unpack(data, budget)
    separators = sum(data.count(separator) for separator in _SEPARATORS)
    return Accounted(len(data), len(data.translate(None, _SEPARATORS)), separators)
