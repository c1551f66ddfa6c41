"""Every wire format, one line each.  A format is a module with `NAME`, `matches` and `unpack`.

`matches(data)` answers quickly whether the bytes may be of the format; `unpack(data, budget)` gives
their parts, or raises ValueError (not of this format) or Refusal (of this format, not readable on).
"""

from __future__ import annotations

from typing import Protocol

from harness.decode import (
    base64_text,
    form,
    gzip_stream,
    json_text,
    mistat,
    onetrack,
    percent,
    sensors,
    url_text,
)
from harness.decode.budget import Budget
from harness.decode.refusal import Part


class Format(Protocol):
    """What a format's module offers."""

    NAME: str

    def matches(self, data: bytes, /) -> bool:
        """Whether the bytes may be of this format."""

    def unpack(self, data: bytes, budget: Budget, /) -> list[Part]:
        """The parts of the bytes.  Raises ValueError."""


BY_FIRST_BYTE: dict[bytes, tuple[Format, ...]] = {
    b"\x1f": (gzip_stream,),
    b'{[" \t\r\n\xef': (json_text,),
}
"""Formats known by how they begin: the first that reads is taken and no other is tried."""

IN_FORMS: tuple[Format, ...] = (sensors, mistat)
"""What a vendor puts into a form: read in addition to the form itself."""

IN_TEXT: tuple[Format, ...] = (onetrack, url_text, form, percent)
"""Formats of text: the first that reads is taken."""

IN_LETTERS: tuple[Format, ...] = (base64_text,)
"""Encodings by alphabet: each that fits is undone, and kept as read where something readable came out."""
