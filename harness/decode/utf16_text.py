"""UTF-16 text (RFC 2781), with a byte order mark or without."""

from __future__ import annotations

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "utf-16"
_LEAST = 8


def matches(data: bytes) -> bool:
    """Whether one byte of most pairs is zero, or a byte order mark stands first."""
    if len(data) < _LEAST or len(data) % 2:
        return False
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    pairs = len(data) // 2
    zeros = data.count(0)
    return pairs // 2 <= zeros <= pairs and (data[::2].count(0) == zeros or data[1::2].count(0) == zeros)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text as UTF-8.  Raises ValueError where it is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        text = data.decode("utf-16-be" if data[::2].count(0) else "utf-16-le")
    plain = text.encode("utf-8")
    if not is_text(plain):
        raise ValueError("not a text in UTF-16")
    return [("utf-16", plain)]


def account(data: bytes, budget: Budget) -> Accounted:
    """A byte order mark is structure, the text is content."""
    unpack(data, budget)
    mark = 2 * (data[:2] in (b"\xff\xfe", b"\xfe\xff"))
    return Accounted(len(data), len(data) - mark, mark)
