"""Percent-encoding (RFC 3986 §2.1), with `+` for a space as forms and queries write it (WHATWG URL)."""

from __future__ import annotations

import binascii
import re

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "percent"
_PER_ELEMENT = 4
"""Escapes that cost as much as an element of a structured text."""
_AS_QUOTED = bytes.maketrans(b"%", b"=")
"""Escapes differ from those of quoted-printable (RFC 2045 §6.7) in the sign only, and that is undone in C.
Where every sign escapes something, the text is two bytes shorter for each."""
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
    if b"%\n" not in data and b"%\r" not in data:
        plain = binascii.a2b_qp(data.replace(b"=", b"%3D").translate(_AS_QUOTED))
        if len(plain) == len(data) - 2 * data.count(b"%"):
            return plain
    return _ESCAPE.sub(lambda m: _BYTES[m.group()], data)


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


def account(data: bytes, budget: Budget) -> Accounted:
    """All of it is content: what escapes nothing stays."""
    unpack(data, budget)
    return Accounted(len(data), len(data))
