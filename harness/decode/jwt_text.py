"""JSON Web Tokens (RFC 7519) in compact form: header, payload and signature joined by dots."""

from __future__ import annotations

import re

from harness.decode import base64_text
from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "jwt"
_DOTS = 2
_TOKEN = re.compile(rb"(?:[Bb]earer )?(eyJ[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)\Z")


def matches(data: bytes) -> bool:
    """Whether it is three base64url texts, the first of which begins an object."""
    return data.count(b".") == _DOTS and _TOKEN.match(data) is not None


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Header, payload, signature.  Raises ValueError where one is not base64url."""
    token = _TOKEN.match(data)
    if token is None:
        raise ValueError("not a token")
    header, payload, signature = token.groups()
    found: list[Part] = []
    for step, letters in (("jwt:header", header), ("jwt:payload", payload)):
        (_, plain), *bits = base64_text.unpack(letters, budget)
        found.append((step, plain))
        found.extend((f"{step}.bits", part) for _, part in bits)
    if signature:
        found.append(("jwt:signature", signature))
    return found


def account(data: bytes, budget: Budget) -> Accounted:
    """Dots and the name of the scheme are structure, letters are content."""
    unpack(data, budget)
    start = data.index(b"eyJ")
    return Accounted(len(data), sum(map(len, data[start:].split(b"."))), start + data.count(b"."))
