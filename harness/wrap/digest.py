"""Hashes of a value as text, as trackers send identifiers."""

from __future__ import annotations

import hashlib

NAMES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def wrap(value: bytes, *, name: str, upper: bool = False) -> bytes:
    """The hash `name` of `value` in hex.  Raises ValueError for a name outside `NAMES`."""
    if name not in NAMES:
        raise ValueError(f"wanted one of {', '.join(NAMES)}, found {name!r}")
    text = hashlib.new(name, value, usedforsecurity=False).hexdigest()
    return (text.upper() if upper else text).encode("ascii")
