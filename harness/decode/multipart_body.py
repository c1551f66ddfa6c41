"""multipart bodies (RFC 2046 §5.1, RFC 7578), the boundary read from the body itself."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "multipart"
_OPENING = re.compile(rb"\A(?:\r?\n)*--([^\r\n]{1,200}?)[ \t]*(\r?\n)")
_NAME = re.compile(rb'[;\s](?:name|filename\*?)="?([^";\r\n]{0,500})', re.IGNORECASE)


def matches(data: bytes) -> bool:
    """Whether it begins with a boundary line and a header."""
    return data[:2] in (b"--", b"\r\n", b"\n-") and _OPENING.match(data) is not None and b":" in data


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Headers and content of each part, `multipart:<name>`.

    Raises ValueError where no part has headers, Refusal where the closing boundary is missing.
    """
    opening = _OPENING.match(data)
    if opening is None:
        raise ValueError("no boundary")
    boundary, line = opening.group(1), opening.group(2)
    pieces = data[opening.end() :].split(line + b"--" + boundary)
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
