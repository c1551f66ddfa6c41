"""DNS messages (RFC 1035 §4.1): names asked and answered, texts of TXT records.

Over TCP with its two bytes of length (RFC 1035 §4.2.2) as well.
"""

# ruff: noqa: PLR2004 (offsets as RFC 1035 §4.1.1 draws them)

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "dns"
_HEADER = 12
_MOST_LABELS = 128
_TXT = 16
_NAMED = frozenset({2, 5, 12, 39})
"""Types whose data is a name: NS, CNAME, PTR, DNAME."""


def matches(data: bytes) -> bool:
    """Whether counts and opcode are those of a message with one question."""
    if len(data) > _HEADER + 2 and int.from_bytes(data[:2], "big") == len(data) - 2:
        data = data[2:]
    return (
        len(data) >= _HEADER + 5
        and data[2] >> 3 & 15 in (0, 4, 5)
        and data[3] & 0x40 == 0
        and 1 <= int.from_bytes(data[4:6], "big") <= 4
        and int.from_bytes(data[6:8], "big") < 256
        and _name(data, _HEADER) is not None
    )


def _name(data: bytes, at: int) -> tuple[str, int] | None:
    """A name and the offset behind it; None where it does not read."""
    labels: list[str] = []
    behind = -1
    for _ in range(_MOST_LABELS):
        if at >= len(data):
            return None
        size = data[at]
        if size == 0:
            return ".".join(labels), (at + 1 if behind < 0 else behind)
        if size >= 0xC0:
            if at + 1 >= len(data):
                return None
            if behind < 0:
                behind = at + 2
            at = (size & 0x3F) << 8 | data[at + 1]
            continue
        if size > 63 or at + 1 + size > len(data):
            return None
        labels.append(data[at + 1 : at + 1 + size].decode("ascii", "backslashreplace"))
        at += 1 + size
    return None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Names and texts: `dns:question[0]`, `dns:answer[0]`.  Raises ValueError where it does not read."""
    if int.from_bytes(data[:2], "big") == len(data) - 2:
        data = data[2:]
    found: list[Part] = []
    at = _HEADER
    for number in range(int.from_bytes(data[4:6], "big")):
        read = _name(data, at)
        if read is None or read[1] + 4 > len(data):
            raise ValueError("a question does not read")
        found.append((f"dns:question[{number}]", read[0].encode()))
        at = read[1] + 4
    records = sum(int.from_bytes(data[o : o + 2], "big") for o in (6, 8, 10))
    for number in range(records):
        read = _name(data, at)
        if read is None or read[1] + 10 > len(data):
            raise ValueError("a record does not read")
        name, at = read
        kind = int.from_bytes(data[at : at + 2], "big")
        size = int.from_bytes(data[at + 8 : at + 10], "big")
        at += 10
        if at + size > len(data):
            raise ValueError("a record does not read")
        found.append((f"dns:record[{number}]", name.encode()))
        target = _name(data, at) if kind in _NAMED else None
        if target is not None:
            found.append((f"dns:record[{number}].target", target[0].encode()))
        elif kind == _TXT:
            found.append((f"dns:record[{number}].text", _texts(data[at : at + size])))
        elif size:
            found.append((f"dns:record[{number}].data", data[at : at + size]))
        at += size
    return found


def _texts(data: bytes) -> bytes:
    """The character strings of a TXT record (RFC 1035 §3.3.14), joined."""
    pieces = []
    at = 0
    while at < len(data):
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(pieces)
