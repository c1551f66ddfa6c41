"""DNS messages (RFC 1035 §4.1): every name, number, text and datum of every section.

Over TCP with its two bytes of length (RFC 1035 §4.2.2) as well.
"""

# ruff: noqa: PLR2004 (offsets and types as RFC 1035 §4.1.1 and the registry of DNS parameters give them)

from __future__ import annotations

from harness.decode import dns_record
from harness.decode.accounted import Accounted, Coverage
from harness.decode.budget import Budget
from harness.decode.dns_name import name_at, name_parts
from harness.decode.refusal import Part

NAME = "dns"
_HEADER = 12


def matches(data: bytes) -> bool:
    """Whether counts and opcode are those of a message with one question."""
    start = _start(data)
    return (
        len(data) >= start + _HEADER + 5
        and data[start + 2] >> 3 & 15 in (0, 4, 5)
        and data[start + 3] & 0x40 == 0
        and 1 <= int.from_bytes(data[start + 4 : start + 6], "big") <= 4
        and int.from_bytes(data[start + 6 : start + 8], "big") < 256
        and name_at(data[start:], _HEADER) is not None
    )


def _start(data: bytes) -> int:
    """Where the message begins: behind its length over TCP."""
    return 2 if len(data) > _HEADER + 2 and int.from_bytes(data[:2], "big") == len(data) - 2 else 0


def _read(whole: bytes) -> tuple[list[Part], Coverage]:
    prefix = _start(whole)
    data = whole[prefix:]
    books = Coverage(len(data))
    books.content(0, 4)
    books.structure(4, _HEADER)
    found: list[Part] = [
        ("dns:id", b"%d" % int.from_bytes(data[:2], "big")),
        ("dns:flags", b"%d" % int.from_bytes(data[2:4], "big")),
    ]
    at = _HEADER
    for number in range(int.from_bytes(data[4:6], "big")):
        step = f"dns:question[{number}]"
        name = name_at(data, at)
        if name is None or name.end + 4 > len(data):
            raise ValueError("a question does not read")
        found.extend(name_parts(step, name))
        at = name.end
        found.append((f"{step}.type", b"%d" % int.from_bytes(data[at : at + 2], "big")))
        found.append((f"{step}.class", b"%d" % int.from_bytes(data[at + 2 : at + 4], "big")))
        at += 4
        books.content(name.start, at)
    records = sum(int.from_bytes(data[o : o + 2], "big") for o in (6, 8, 10))
    for number in range(records):
        parts, at = dns_record.read(data, at, f"dns:record[{number}]", books)
        found.extend(parts)
    if at < len(data):
        found.append(("dns:rest", data[at:]))
        books.content(at, len(data))
    return found, books


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Names, numbers and data: `dns:question[0]`, `dns:record[0].text`, `dns:rest` for what follows.

    Raises ValueError where it does not read.
    """
    return _read(data)[0]


def account(data: bytes, _budget: Budget) -> Accounted:
    """Lengths and counts are structure, all else is content."""
    books = _read(data)[1].account()
    prefix = _start(data)
    return Accounted(len(data), books.content, books.structure + prefix, books.gap)
