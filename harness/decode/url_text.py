"""An address inside a text (RFC 3986): its query values are taken apart, since they may be encoded again."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.kind import has_base64_run
from harness.decode.refusal import Part
from harness.decode.request import address

NAME = "url"
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,15}:/{0,3}[^\s?#=]")
_WHITE = re.compile(rb"\s")
_RUN = b"b" * 16
_LONGEST = 65_536


def matches(data: bytes) -> bool:
    """Whether it is an address whose query holds something that may be encoded again."""
    at = data.find(b"?")
    return (
        0 < at < len(data) <= _LONGEST
        and (b"%" in data or b"{" in data or has_base64_run(data[at:], _RUN))
        and data.find(b"=", at) > 0
        and _SCHEME.match(data) is not None
        and _WHITE.search(data) is None
    )


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Path, query values and fragment.  Raises ValueError where there is no query."""
    if b"?" not in data:
        raise ValueError("no query")
    return address(data)
