"""multipart bodies (RFC 2046 §5.1, RFC 7578), the boundary read from the body itself."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "multipart"
_BLANK = 8
_LONGEST = 200
"""Letters of a boundary: RFC 2046 allows 70."""
_NAME = re.compile(rb'[;\s](?:name|filename\*?)="?([^";\r\n]{0,500})', re.IGNORECASE)


def _opening(data: bytes) -> tuple[bytes, bytes, int] | None:
    """The boundary, how its line ends, and where the next line begins; None where none opens."""
    start = 0
    while data[start : start + 1] in (b"\r", b"\n") and start < _BLANK:
        start += 1
    end = data.find(b"\n", start, start + _LONGEST + 4)
    if data[start : start + 2] != b"--" or end < 0:
        return None
    line = b"\r\n" if data[end - 1 : end] == b"\r" else b"\n"
    boundary = data[start + 2 : end].rstrip(b" \t\r")
    return (boundary, line, end + 1) if boundary else None


def matches(data: bytes) -> bool:
    """Whether it begins with a boundary line and a header."""
    return b":" in data and _opening(data) is not None


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Headers and content of each part, `multipart:<name>`.

    Raises ValueError where no part has headers, Refusal where the closing boundary is missing.
    """
    opening = _opening(data)
    if opening is None:
        raise ValueError("no boundary")
    boundary, line, start = opening
    pieces = data[start:].split(line + b"--" + boundary)
    if len(pieces) > budget.structure:
        raise Refusal(GapReason.BUDGET, f"multipart of more than {budget.structure} parts")
    found: list[Part] = []
    for number, piece in enumerate(pieces):
        if piece[:2] == b"--":
            break
        body = piece if number == 0 else piece.removeprefix(line)
        head, blank, content = body.partition(line + line)
        if not blank or b":" not in head:
            if number == 0:
                raise ValueError("no headers after the boundary")
            continue
        names = [n.decode("utf-8", "backslashreplace") for n in _NAME.findall(head)]
        name = names[0] if names else str(number)
        found.append((f"multipart-headers:{name}", head))
        found.append((f"multipart:{name}", content))
    else:
        raise Refusal(GapReason.TRUNCATED, "multipart without its closing boundary", found)
    return found
