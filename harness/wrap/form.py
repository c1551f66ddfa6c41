"""A form field (`application/x-www-form-urlencoded`, WHATWG URL §5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote_plus


def wrap(value: bytes, *, name: str) -> bytes:
    """`name=value`, encoded, alone in its form."""
    return fields([(name, value)])


def fields(pairs: Sequence[tuple[str, bytes]]) -> bytes:
    """Several fields in the order given."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode("ascii")
