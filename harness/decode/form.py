"""Form fields and query strings (WHATWG URL, application/x-www-form-urlencoded): `name=value&...`."""

from __future__ import annotations

import re
from functools import lru_cache

from harness.decode.budget import Budget
from harness.decode.percent import undo
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "form"
_FIELD = re.compile(rb"[A-Za-z0-9_.$\[\]%~*+:;@!-]{1,96}=[^=&]")
_IN_FORM = bytes(c for c in range(0x21, 256) if c not in b'"<>{}\\^`')

_LONGEST_NAME = 64
"""Letters of a name in a step."""


def matches(data: bytes) -> bool:
    """Whether it begins with a field and holds no byte that a form would have escaped."""
    return _FIELD.match(data) is not None and not data.translate(None, _IN_FORM)


@lru_cache(maxsize=1)
def fields(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Names and values with their escapes undone, in their order; the last form is kept for the vendors."""
    found = []
    for piece in data.split(b"&"):
        name, _, value = piece.partition(b"=")
        if b"+" in value:
            value = value.replace(b"+", b" ")
        if b"%" in value:
            value = undo(value)
        if b"%" in name or b"+" in name:
            name = undo(name.replace(b"+", b" "))
        found.append((name.decode("utf-8", "surrogateescape"), value))
    return tuple(found)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Name and value of each field, `form:{<name>}` and `form:<name>`.  Raises Refusal beyond the budget."""
    if data.count(b"&") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"a form of more than {budget.structure} fields")
    found: list[Part] = []
    for name, value in fields(data):
        short = name[:_LONGEST_NAME]
        if not short.isascii():
            short = short.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        if name:
            found.append((f"form:{{{short}}}", name.encode("utf-8", "surrogateescape")))
        if value:
            found.append((f"form:{short}", value))
    return found
