r"""Escapes of programming languages: `\xNN`, `\NNN`, `\uNNNN`, `%uNNNN`, `U+NNNN`, `_xNNNN_`, `\"`."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "escapes"
CERTAIN = False
_PER_ELEMENT = 2
_ESCAPE = re.compile(
    rb"\\+x([0-9A-Fa-f]{2})"
    rb"|(?:\\+u|%u|&#x)([0-9A-Fa-f]{4});?"
    rb"|(?:\\+[uU]\{|U\+|\\+U)0{0,4}([0-9A-Fa-f]{2,6})\}?[ ,]?"
    rb"|_x([0-9A-Fa-f]{4})_"
    rb"|\\+([0-3][0-7]{2})"
    rb'|\\+(["/\'\\nrt])'
    rb"|\\+([0-9A-Fa-f]{2,6})[ ]"
    rb"|\\+(\d{2,3})(?!\d)"
)
_NUMBERED = re.compile(
    rb"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f{]|U[0-9A-Fa-f{]|[0-9A-Fa-f]{2})|%u[0-9A-Fa-f]{4}|U\+[0-9A-F]{4}|_x[0-9A-Fa-f]{4}_"
)
_SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def matches(data: bytes) -> bool:
    """Whether an escape with a number stands in it, or an escaped quote."""
    if b"\\" in data:
        return b'\\"' in data or _NUMBERED.search(data) is not None
    return (b"%u" in data or b"U+" in data or b"_x" in data) and _NUMBERED.search(data) is not None


def _plain(match: re.Match[bytes]) -> bytes:
    byte, unit, point, sheet, octal, simple, css, decimal = match.groups()
    if byte is not None:
        return bytes.fromhex(byte.decode("ascii"))
    if octal is not None:
        return bytes((int(octal, 8),))
    if simple is not None:
        return _SIMPLE.get(simple, simple)
    if decimal is not None:
        return bytes((int(decimal),)) if int(decimal) <= 255 else match[0]  # noqa: PLR2004 (a byte)
    number = int(unit or point or sheet or css, 16)
    return chr(number).encode("utf-8", "surrogatepass") if number < 0x110000 else match[0]  # noqa: PLR2004


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The text with one level of escapes undone.

    Raises ValueError where nothing changes, Refusal where more is than the budget allows.
    """
    most = _PER_ELEMENT * budget.structure
    if data.count(b"\\") + data.count(b"%u") + data.count(b"U+") > most:
        raise Refusal(GapReason.BUDGET, f"more than {most} escapes")
    plain = _ESCAPE.sub(_plain, data)
    if plain == data:
        raise ValueError("no escapes")
    if b"\xed" in plain:
        paired = plain.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        plain = paired.decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogatepass")
    return [(NAME, plain)]
