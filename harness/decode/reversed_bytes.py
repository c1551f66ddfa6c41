"""A text or a stream that stands there from its end: JSON, XML, addresses, base64, gzip and its like."""

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.proof import opens_magic
from harness.decode.refusal import Part
from harness.decode.words import opens

NAME = "reversed"
CERTAIN = False
LEAST = 8
_LAST = b"{[<"
_FIRST = b"}]>"
_ENDS = (b"\x08\x8b\x1f", b"\xfd\x2f\xb5\x28", b"\x9c\x78", b"\x01\x78", b"\xda\x78", b"\x5e\x78", b"hZB")


def matches(data: bytes) -> bool:
    """Whether it ends as a notation or a stream begins, or an address stands in it from its end."""
    if len(data) < LEAST:
        return False
    return (
        (data[-1] in _LAST and data[0] in _FIRST)
        or data.endswith(_ENDS)
        or b"//:s" in data
        or b"//:p" in data
    )


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes from their end.  Raises ValueError where nothing opens there."""
    plain = data[::-1]
    if not (opens(plain) or opens_magic(plain) or b"https://" in plain or b"http://" in plain):
        raise ValueError("nothing opens at its end")
    return [(NAME, plain)]
