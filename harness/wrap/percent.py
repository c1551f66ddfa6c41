"""Percent-encoding (RFC 3986 §2.1)."""

from __future__ import annotations

from urllib.parse import quote_from_bytes


def wrap(value: bytes, *, safe: str = "") -> bytes:
    """`value` with every byte outside the unreserved set and `safe` as `%XX`, upper case."""
    return quote_from_bytes(value, safe=safe).encode("ascii")
