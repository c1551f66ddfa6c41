"""Percent-encoding (RFC 3986 §2.1), with `+` for a space as forms and queries write it (WHATWG URL)."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "percent"
_PER_ELEMENT = 4
"""Escapes that cost as much as an element of a structured text."""
_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
_BYTES = {
    b"%" + a + b: bytes.fromhex((a + b).decode())
    for a in (bytes([c]) for c in b"0123456789abcdefABCDEF")
    for b in (bytes([c]) for c in b"0123456789abcdefABCDEF")
}


def matches(data: bytes) -> bool:
    """Whether an escape is in it."""
    return b"%" in data and _ESCAPE.search(data) is not None


def undo(data: bytes) -> bytes:
    """The bytes with every escape undone once; a percent sign that escapes nothing stays."""
    return _ESCAPE.sub(lambda m: _BYTES[m.group()], data)


def undo_base64(data: bytes) -> bytes:
    """The same, faster where nothing but the three signs of base64 is escaped."""
    plain = data.replace(b"%2B", b"+").replace(b"%2F", b"/").replace(b"%3D", b"=")
    return undo(data) if b"%" in plain else plain


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The text with its escapes undone once.

    Raises ValueError where nothing is escaped, Refusal where more is than the budget allows.
    """
    if data.count(b"%") > _PER_ELEMENT * budget.structure:
        raise Refusal(GapReason.BUDGET, f"more than {_PER_ELEMENT * budget.structure} escapes")
    plain = undo(data)
    if plain == data:
        raise ValueError("nothing is percent-encoded")
    return [("percent", plain)]
