"""JSON Web Tokens (RFC 7519) in compact form: header, payload and signature joined by dots."""

from __future__ import annotations

import re

from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "jwt"
_DOTS = 2
_TOKEN = re.compile(rb"(?:[Bb]earer )?(eyJ[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)\Z")


def matches(data: bytes) -> bool:
    """Whether it is three base64url texts, the first of which begins an object."""
    return data.count(b".") == _DOTS and _TOKEN.match(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Header, payload, signature.  Raises ValueError where one is not base64url."""
    token = _TOKEN.match(data)
    if token is None:
        raise ValueError("not a token")
    header, payload, signature = token.groups()
    found: list[Part] = [("jwt:header", undo(header)), ("jwt:payload", undo(payload))]
    if signature:
        found.append(("jwt:signature", signature))
    return found
