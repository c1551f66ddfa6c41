"""Internationalised host names (RFC 3492, RFC 5890): labels that begin with `xn--`."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "punycode"
CERTAIN = False
_LABEL = re.compile(rb"\bxn--([a-z0-9-]{1,59})", re.IGNORECASE)


def matches(data: bytes) -> bool:
    """Whether such a label stands in it."""
    return b"--" in data and _LABEL.search(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text with its labels in Unicode.  Raises ValueError where a label is none."""
    return [(NAME, _LABEL.sub(lambda m: m[1].decode("punycode").encode("utf-8"), data))]
