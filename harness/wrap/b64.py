"""Base64 in its two alphabets (RFC 4648 §4 and §5)."""

from __future__ import annotations

import base64


def wrap(value: bytes, *, url: bool = False, padding: bool = True) -> bytes:
    """`value` in one line of base64; `url` takes the alphabet with `-` and `_`."""
    text = base64.urlsafe_b64encode(value) if url else base64.b64encode(value)
    return text if padding else text.rstrip(b"=")
