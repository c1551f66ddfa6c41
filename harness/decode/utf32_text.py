"""UTF-32 text (Unicode 15, section 3.10), with a byte order mark or without."""

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "utf-32"
CERTAIN = True
_LEAST = 16


def matches(data: bytes) -> bool:
    """Whether the highest byte of every four is zero."""
    if len(data) < _LEAST or len(data) % 4:
        return False
    return not any(data[0::4]) or not any(data[3::4])


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text as UTF-8.  Raises ValueError where it is no text."""
    codec = "utf-32-be" if not any(data[0::4]) else "utf-32-le"
    plain = data.decode(codec).removeprefix("\ufeff").encode("utf-8")
    if not is_text(plain):
        raise ValueError("not a text in UTF-32")
    return [(NAME, plain)]
