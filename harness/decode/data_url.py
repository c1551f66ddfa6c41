"""data: addresses (RFC 2397) anywhere in a text."""

from __future__ import annotations

import binascii
import re
import urllib.parse

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "data-url"
CERTAIN = False
_URL = re.compile(
    rb"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.-]+=[^;,\s]*)*)(;base64)?,([^\s\"'<>\\)]*)", re.IGNORECASE
)
_SIGNS = bytes.maketrans(b"-_", b"+/")


def matches(data: bytes) -> bool:
    """Whether such an address stands in it."""
    return b"," in data and b":" in data and _URL.search(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """What the addresses carry, `data-url@<offset>`.  Raises ValueError where one is no base64."""
    found: list[Part] = []
    for url in _URL.finditer(data):
        content = urllib.parse.unquote_to_bytes(url[4])
        if url[3]:
            letters = content.translate(_SIGNS).rstrip(b"=")
            content = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        found.append((f"{NAME}@{url.start()}", content))
    return found
