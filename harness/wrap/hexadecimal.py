"""Base 16 (RFC 4648 §8)."""

from __future__ import annotations


def wrap(value: bytes, *, upper: bool = False) -> bytes:
    """Two digits per byte, lower case unless `upper`."""
    text = value.hex()
    return (text.upper() if upper else text).encode("ascii")
