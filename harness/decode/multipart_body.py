"""multipart bodies (RFC 2046 §5.1, RFC 7578), the boundary read from the body itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.multipart_headers import header_parts
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "multipart"
_BLANK = 8
_LONGEST = 200
"""Letters of a boundary: RFC 2046 allows 70."""
_NAME = re.compile(rb'[;\s](?:name|filename\*?)="?([^";\r\n]{0,500})', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Opening:
    """The boundary, how its line ends, and where it and the next line begin."""

    boundary: bytes
    line: bytes
    at: int
    end: int


def _opening(data: bytes) -> _Opening | None:
    """The first boundary line; None where none opens."""
    start = 0
    while data[start : start + 1] in (b"\r", b"\n") and start < _BLANK:
        start += 1
    end = data.find(b"\n", start, start + _LONGEST + 4)
    if data[start : start + 2] != b"--" or end < 0:
        return None
    line = b"\r\n" if data[end - 1 : end] == b"\r" else b"\n"
    boundary = data[start + 2 : end].rstrip(b" \t\r")
    return _Opening(boundary, line, start + 2, end + 1) if boundary else None


def matches(data: bytes) -> bool:
    """Whether it begins with a boundary line and a header."""
    return b":" in data and _opening(data) is not None


def _read(data: bytes, budget: Budget) -> tuple[list[Part], Accounted, bool]:
    """The parts, the books, and whether the closing boundary is there."""
    opening = _opening(data)
    if opening is None:
        raise ValueError("no boundary")
    line, mark = opening.line, opening.line + b"--" + opening.boundary
    pieces = data[opening.end :].split(mark)
    if len(pieces) > budget.structure:
        raise Refusal(GapReason.BUDGET, f"multipart of more than {budget.structure} parts")
    found: list[Part] = [("multipart:boundary", opening.boundary)]
    content = len(opening.boundary)
    structure = opening.end - content
    for number, piece in enumerate(pieces):
        structure += len(mark) * (number > 0)
        if number and piece[:2] == b"--":
            structure += 2
            epilogue = mark.join(pieces[number:])[2:]
            if epilogue.strip():
                found.append(("multipart:epilogue", epilogue))
                content += len(epilogue)
            else:
                structure += len(epilogue)
            return _counted(found, number), Accounted(len(data), content, structure), True
        parts, kept, own = _piece(piece, number, line)
        found += parts
        content += kept
        structure += own
    return _counted(found, len(pieces)), Accounted(len(data), content, structure), False


def _counted(found: list[Part], count: int) -> list[Part]:
    return [*found, ("multipart:[]", b"%d" % count)] if count > 1 else found


def _piece(piece: bytes, number: int, line: bytes) -> tuple[list[Part], int, int]:
    """Headers and content between two boundaries, and how many bytes are content and how many structure."""
    body = piece
    padding = 0
    if number:
        # White space behind a boundary pads it (RFC 2046 §5.1.1); anything else is a part of no kind.
        rest = piece.lstrip(b" \t")
        if rest.startswith(line):
            body = rest[len(line) :]
        padding = len(piece) - len(body)
    if body.startswith(line):
        return [(f"multipart:{number}", body[len(line) :])], len(body) - len(line), padding + len(line)
    head, blank, content = body.partition(line + line)
    if not blank or b":" not in head:
        if number == 0:
            raise ValueError("no headers after the boundary")
        return [(f"multipart:{number}", body)], len(body), padding
    names = [n.decode("utf-8", "backslashreplace") for n in _NAME.findall(head)]
    name = names[0] if names else str(number)
    found = header_parts(head, f"multipart-headers:{name}")
    found.append((f"multipart:{name}", content))
    return found, len(head) + len(content), padding + len(blank)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Headers and content of each part, `multipart:<name>`; boundary and epilogue.

    Raises ValueError where no part has headers, Refusal where the closing boundary is missing.
    """
    found, _, closed = _read(data, budget)
    if not closed:
        raise Refusal(GapReason.TRUNCATED, "multipart without its closing boundary", found)
    return found


def account(data: bytes, budget: Budget) -> Accounted:
    """The boundary where it is first, headers and content are content; boundary lines structure."""
    return _read(data, budget)[1]
