"""What is read of an HTTP/1 message (RFC 9112): fields, content, and how much of the stream it took."""

from __future__ import annotations

import re
from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]

BLANK_LINE = re.compile(rb"\n\r?\n")
MOST_HEAD = 262_144
"""Bytes of a head, or of trailers."""
SWITCHING = 101
FINAL = 200
"""The status that switches protocols, and the first that is not informational."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message: `size` bytes of the stream, of which `framing` are neither in its head nor its content.

    `whole` says whether it ends there; else `rest` bytes of its content are to come, where that is known.
    """

    size: int
    framing: int
    method: str
    target: bytes
    status: int | None
    headers: Headers
    body: bytes
    whole: bool = True
    rest: int | None = None

    @property
    def informational(self) -> bool:
        """Whether another answer follows."""
        return self.status is not None and self.status < FINAL and self.status != SWITCHING


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing can be read before the stream has so many bytes."""

    size: int


def fields(block: bytes) -> Headers:
    """Field lines; a line that starts with a blank continues the one before (RFC 9112 section 5.2)."""
    lines: list[list[bytes]] = []
    for line in block.split(b"\n"):
        text = line.rstrip(b"\r")
        if text[:1] in (b" ", b"\t") and lines:
            lines[-1].append(text.strip(b" \t"))
        elif text:
            lines.append([text])
    return tuple(
        (name.strip(b" \t"), value.strip(b" \t"))
        for name, _, value in (b" ".join(line).partition(b":") for line in lines)
    )


def value_of(headers: Headers, name: bytes) -> bytes:
    """The first value of a header, empty without one."""
    return next((value for one, value in headers if one.lower() == name), b"")
