"""Just enough of DNS (RFC 1035) for a router: what a phone asks and is told, an answer for canary names."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass

A, AAAA = 1, 28
CLASS_IN = 1
HEADER = 12
MOST_POINTERS = 64
RESPONSE = 0x8000
RECURSION = 0x0180
"""Recursion desired and available."""
TTL = 60


@dataclass(frozen=True, slots=True)
class Question:
    """A message's first question; `end` is where it ends."""

    name: str
    kind: int
    end: int


def question(message: bytes) -> Question:
    """The question of a query or an answer.  Raises ValueError for what is no DNS message with one."""
    if len(message) < HEADER:
        raise ValueError(f"wanted a DNS message, found {len(message)} bytes")
    counts = struct.unpack_from(">4H", message, 4)
    if counts[0] != 1:
        raise ValueError(f"wanted one question, found {counts[0]}")
    name, at = _name(message, HEADER)
    if at + 4 > len(message):
        raise ValueError("the question is cut off")
    return Question(name, int.from_bytes(message[at : at + 2], "big"), at + 4)


def is_response(message: bytes) -> bool:
    """Whether a message answers a question."""
    return len(message) >= HEADER and bool(message[2] & 0x80)


def addresses(message: bytes) -> Iterator[str]:
    """The addresses in an answer, of whatever name it ended at.  Raises ValueError."""
    asked = question(message)
    at = asked.end
    for _ in range(int.from_bytes(message[6:8], "big")):
        _, at = _name(message, at)
        if at + 10 > len(message):
            raise ValueError("a record is cut off")
        kind, _class, _ttl, length = struct.unpack_from(">HHIH", message, at)
        data = message[at + 10 : at + 10 + length]
        if len(data) != length:
            raise ValueError("a record's data are cut off")
        if (kind, length) in {(A, 4), (AAAA, 16)}:
            yield str(ipaddress.ip_address(data))
        at += 10 + length


def answer(query: bytes, address: str) -> bytes:
    """The answer that names one IPv4 address; none of another kind.  Raises ValueError."""
    asked = question(query)
    record = b""
    if asked.kind == A:
        packed = ipaddress.IPv4Address(address).packed
        record = b"\xc0\x0c" + struct.pack(">HHIH", A, CLASS_IN, TTL, len(packed)) + packed
    counts = struct.pack(">HHHHH", RESPONSE | RECURSION, 1, bool(record), 0, 0)
    return query[:2] + counts + query[HEADER : asked.end] + record


def _name(message: bytes, at: int) -> tuple[str, int]:
    """A name, compressed or not (RFC 1035 §4.1.4), and where the text goes on behind it."""
    labels: list[str] = []
    end, jumps = 0, 0
    while True:
        if at >= len(message):
            raise ValueError("a name is cut off")
        size = message[at]
        if size & 0xC0 == 0xC0:  # noqa: PLR2004 - a pointer
            jumps += 1
            if at + 2 > len(message) or jumps > MOST_POINTERS:
                raise ValueError("a name that points nowhere")
            end = end or at + 2
            at = int.from_bytes(message[at : at + 2], "big") & 0x3FFF
        elif size & 0xC0:
            raise ValueError(f"a label of an unknown kind: {size}")
        elif size == 0:
            return ".".join(labels), end or at + 1
        else:
            labels.append(message[at + 1 : at + 1 + size].decode("latin-1"))
            at += 1 + size
