"""Quoted-printable (RFC 2045 §6.7): `=41`, soft line breaks."""

from __future__ import annotations

import binascii
import re
from itertools import islice

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "quoted-printable"
_OTHER = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n)")
_ESCAPE = re.compile(rb"=[0-9A-Fa-f]{2}")
_SOFT = re.compile(rb"=\r?\n(?=.)")
_ENOUGH = 3
"""Escapes where no soft line break is: one or two are what `id=41` looks like."""


def matches(data: bytes) -> bool:
    """Whether every equals sign in it begins an escape or a soft line break, and there are some.

    Small hex digits are read too (RFC 2045 §6.7, rule 1, asks readers for that).
    """
    if data.count(b"=") < _ENOUGH and b"=\n" not in data and b"=\r" not in data:
        return False
    return _OTHER.search(data) is None and _is_escaped(data)


def _is_escaped(data: bytes) -> bool:
    escapes = sum(1 for _ in islice(_ESCAPE.finditer(data), _ENOUGH))
    return escapes == _ENOUGH or _SOFT.search(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text with its escapes undone.  Raises ValueError where nothing is escaped."""
    plain = binascii.a2b_qp(data)
    if plain == data:
        raise ValueError("nothing is quoted")
    return [("quoted-printable", plain)]


def account(data: bytes, budget: Budget) -> Accounted:
    """Soft line breaks are structure, all else is content."""
    unpack(data, budget)
    breaks = sum(len(found) for found in _SOFT.findall(data))
    return Accounted(len(data), len(_SOFT.sub(b"", data)), breaks)
