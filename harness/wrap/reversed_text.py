"""Text written backwards."""

from __future__ import annotations


def wrap(value: bytes) -> bytes:
    """`value` with its characters in reverse order; bytes where it is not UTF-8."""
    try:
        return value.decode("utf-8")[::-1].encode("utf-8")
    except UnicodeDecodeError:
        return value[::-1]
