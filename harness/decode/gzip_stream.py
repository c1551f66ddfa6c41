"""gzip streams (RFC 1952), checksums verified, one after another; what their headers say is read as well."""

from __future__ import annotations

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.inflated import inflate
from harness.decode.refusal import Part, Refusal

NAME = "gzip"
_WINDOW = 31
_HEADER, _TRAILER = 10, 8
_EXTRA, _NAME, _COMMENT, _CHECKED = 4, 8, 16, 2
"""Bits of the flags (RFC 1952 §2.3.1)."""
_EFFORTS = (0, 2, 4)
"""What the header says of how hard a compressor tried (RFC 1952 §2.3.1): structure."""


def matches(data: bytes) -> bool:
    """Whether it begins with gzip's magic and its only method."""
    return data[:3] == b"\x1f\x8b\x08"


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, `gzip`; headers, `gzip:name`; what follows the last stream, `gzip:rest`.

    Raises Refusal.
    """
    starts: list[int] = []
    try:
        content, end = inflate(data, budget.expansion, _WINDOW, NAME, starts)
    except Refusal as refusal:
        for start in starts:
            refusal.parts.extend(_header(data, start)[0])
        raise
    found: list[Part] = [(NAME, content)]
    for start in starts:
        found += _header(data, start)[0]
    if len(starts) > 1:
        found.append(("gzip[]", b"%d" % len(starts)))
    if end < len(data):
        found.append(("gzip:rest", data[end:]))
    return found


def _header(data: bytes, start: int) -> tuple[list[Part], int]:
    """What the header of a stream says, as far as it says anything, and where the header ends."""
    head = data[start : start + _HEADER]
    found: list[Part] = []
    end = start + _HEADER
    if head[3:] == b"\0\0\0\0\0\0\0" or len(head) < _HEADER:
        return found, end
    flags, time, effort, system = head[3], int.from_bytes(head[4:8], "little"), head[8], head[9]
    if time:
        found.append(("gzip:mtime", b"%d" % time))
    if effort not in _EFFORTS:
        found.append(("gzip:xfl", b"%d" % effort))
    if system:
        found.append(("gzip:os", b"%d" % system))
    if flags & _EXTRA:
        begin = end + 2
        end = begin + int.from_bytes(data[end:begin], "little")
        found.append(("gzip:extra", data[begin:end]))
    for flag, step in ((_NAME, "gzip:name"), (_COMMENT, "gzip:comment")):
        if flags & flag:
            begin = end
            zero = data.find(b"\0", begin)
            end = len(data) if zero < 0 else zero + 1
            found.append((step, data[begin : end - (zero >= 0)]))
    return found, end + 2 * bool(flags & _CHECKED)


def account(data: bytes, budget: Budget) -> Accounted:
    """Compressed bytes, names and what follows are content; magic, flags and checksums structure."""
    starts: list[int] = []
    _, end = inflate(data, budget.expansion, _WINDOW, NAME, starts)
    content = len(data) - end
    structure = 0
    for start, behind in zip(starts, [*starts[1:], end], strict=True):
        parts, body = _header(data, start)
        said = sum(len(part) for step, part in parts if step in ("gzip:extra", "gzip:name", "gzip:comment"))
        structure += body - start - said + _TRAILER
        content += said + behind - _TRAILER - body
    return Accounted(len(data), content, structure)
