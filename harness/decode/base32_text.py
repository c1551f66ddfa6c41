"""Base32 (RFC 4648 §6), either case, with or without padding."""

from __future__ import annotations

import base64

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "base32"
LEAST = 16
_UPPER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567="
_LOWER = _UPPER.lower()


def matches(data: bytes) -> bool:
    """Whether all of it is of the alphabet in one case."""
    return len(data) >= LEAST and (not data.translate(None, _UPPER) or not data.translate(None, _LOWER))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes.  Raises ValueError where it cannot be base32."""
    body = data.rstrip(b"=").upper()
    return [("base32", base64.b32decode(body + b"=" * (-len(body) % 8)))]
