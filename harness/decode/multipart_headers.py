"""Headers of one part of a multipart body (RFC 2046 §5.1, RFC 2183): names, values and parameters."""

from __future__ import annotations

import re

from harness.decode.binary_value import SHOWN
from harness.decode.refusal import Part

_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_LINE = re.compile(rb"\r?\n")
_PARAMETER = re.compile(rb';[ \t]*([^=;"\s]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^;"]*)', re.DOTALL)
"""A parameter (RFC 2045 §5.1).  A backslash in quotes is kept: some clients send paths of Windows there."""
_QUOTES = 2


def header_parts(head: bytes, place: str) -> list[Part]:
    """The parts of a block of headers under a step: `<place>.content-disposition.filename`.

    A line that is no header is a part as it is.
    """
    found: list[Part] = []
    for number, line in enumerate(_LINE.split(_FOLD.sub(b"", head))):
        name, colon, value = line.partition(b":")
        if colon:
            step = f"{place}.{_label(name)}"
            found.append((f"{place}.{{{_label(name)}}}", name))
            found.extend(_value(value.strip(), step))
        elif line:
            found.append((f"{place}.line[{number}]", line))
    return found


def _label(name: bytes) -> str:
    return name.strip().lower().decode("utf-8", "backslashreplace")[:SHOWN]


def _value(value: bytes, step: str) -> list[Part]:
    """What stands before the parameters, the parameters, and what is neither."""
    found: list[Part] = []
    at = value.find(b";")
    at = len(value) if at < 0 else at
    found.append((step, value[:at]))
    loose: list[bytes] = []
    for match in _PARAMETER.finditer(value, at):
        loose.append(value[at : match.start()])
        name, inner = match.groups()
        if inner[:1] == b'"' and len(inner) >= _QUOTES:
            inner = inner[1:-1]
        found.append((f"{step}.{{{_label(name)}}}", name))
        found.append((f"{step}.{_label(name)}", inner))
        at = match.end()
    loose.append(value[at:])
    rest = b"".join(loose).strip(b"; \t")
    if rest:
        found.append((f"{step}.rest", rest))
    return found
