"""Resource records of DNS messages: RFC 1035 §3.2.1 and §3.3, RFC 2782 (SRV), RFC 3596, RFC 6891, 7871."""

# ruff: noqa: PLR2004 (types and offsets as the registry of DNS parameters gives them)

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

from harness.decode.accounted import Coverage
from harness.decode.dns_name import name_at, name_parts
from harness.decode.refusal import Part

_A, _SOA, _MX, _TXT, _AAAA, _SRV, _OPT = 1, 6, 15, 16, 28, 33, 41
_BEFORE_NAME = {2: 0, 5: 0, 12: 0, 39: 0, _MX: 2, _SOA: 0, _SRV: 6}
"""Bytes of numbers in front of the name, by types whose data is one: NS, CNAME, PTR, DNAME, MX, SOA, SRV."""
_SUBNET = 8
"""The option that carries a part of the client's address (RFC 7871 §6)."""


def read(data: bytes, at: int, step: str, books: Coverage) -> tuple[list[Part], int]:
    """The parts of the record at an offset, and the offset behind it.  Raises ValueError."""
    name = name_at(data, at)
    if name is None or name.end + 10 > len(data):
        raise ValueError("a record does not read")
    head = name.end
    kind = int.from_bytes(data[head : head + 2], "big")
    start = head + 10
    end = start + int.from_bytes(data[head + 8 : start], "big")
    if end > len(data):
        raise ValueError("a record does not read")
    found = [
        *name_parts(step, name),
        (f"{step}.type", b"%d" % kind),
        (f"{step}.class", b"%d" % int.from_bytes(data[head + 2 : head + 4], "big")),
        (f"{step}.ttl", b"%d" % int.from_bytes(data[head + 4 : head + 8], "big")),
        *_datum(data, start, end, kind, step),
    ]
    books.content(at, head + 8)
    books.structure(head + 8, start)
    books.content(start, end)
    return found, end


def _datum(data: bytes, start: int, end: int, kind: int, step: str) -> list[Part]:
    whole = data[start:end]
    if kind == _A and len(whole) == 4:
        return [(f"{step}.data", str(IPv4Address(whole)).encode())]
    if kind == _AAAA and len(whole) == 16:
        return [(f"{step}.data", str(IPv6Address(whole)).encode())]
    if kind == _TXT:
        return [(f"{step}.text", texts(whole))]
    if kind == _OPT:
        return _options(whole, step)
    if kind in _BEFORE_NAME:
        return _named(data, start, end, _BEFORE_NAME[kind], step)
    return [(f"{step}.data", whole)] if whole else []


def texts(data: bytes) -> bytes:
    """The character strings of a TXT record (RFC 1035 §3.3.14), joined."""
    pieces = []
    at = 0
    while at < len(data):
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(pieces)


def _named(data: bytes, start: int, end: int, before: int, step: str) -> list[Part]:
    """Numbers, names and what follows them."""
    found: list[Part] = []
    at = start + before
    if before and at <= end:
        numbers = [int.from_bytes(data[o : o + 2], "big") for o in range(start, at, 2)]
        found.append((f"{step}.numbers", " ".join(map(str, numbers)).encode()))
    place = ".target"
    while at < end:
        name = name_at(data, at) if place else None
        if name is None or name.end > end:
            break
        found.extend(name_parts(step + place, name))
        at = name.end
        # SOA has a second name, the mailbox (RFC 1035 §3.3.13); what follows are numbers.
        place = ".mailbox" if place == ".target" and end - at > 20 else ""
    if at < end:
        found.append((f"{step}.data", data[at:end]))
    elif at > end:
        found.append((f"{step}.data", data[start:end]))
    return found


def _options(data: bytes, step: str) -> list[Part]:
    """The options of EDNS (RFC 6891 §6.1.2): number and datum of each."""
    found: list[Part] = []
    at = number = 0
    while at + 4 <= len(data):
        code = int.from_bytes(data[at : at + 2], "big")
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        place = f"{step}.option[{number}]"
        found.append((f"{place}.{{{code}}}", b"%d" % code))
        datum = data[at + 4 : at + 4 + size]
        if datum:
            found.append((place, datum))
        if code == _SUBNET:
            found.extend(_subnet(datum, place))
        at += 4 + size
        number += 1
    if at < len(data):
        found.append((f"{step}.data", data[at:]))
    return found


def _subnet(datum: bytes, place: str) -> list[Part]:
    """The part of an address, as text (RFC 7871 §6); nothing where it is none."""
    family = int.from_bytes(datum[:2], "big")
    address = datum[4:]
    if family == 1 and len(address) <= 4:
        return [(f"{place}.subnet", str(IPv4Address(address.ljust(4, b"\0"))).encode())]
    if family == 2 and len(address) <= 16:
        return [(f"{place}.subnet", str(IPv6Address(address.ljust(16, b"\0"))).encode())]
    return []
