"""DEFLATE in its three containers: gzip (RFC 1952), zlib (RFC 1950) and none (RFC 1951)."""

from __future__ import annotations

import gzip
import zlib
from typing import Literal


def wrap(value: bytes, *, container: Literal["gzip", "zlib", "deflate"] = "gzip", level: int = 6) -> bytes:
    """`value` compressed.

    A gzip member carries modification time 0, as Java's `GZIPOutputStream` writes it, so its base64
    starts `H4sIAAAAAAA` (facts: Sensors Analytics).  Raises ValueError for an unknown container.
    """
    if container == "gzip":
        return gzip.compress(value, compresslevel=level, mtime=0)
    if container == "zlib":
        return zlib.compress(value, level)
    if container == "deflate":
        engine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return engine.compress(value) + engine.flush()
    raise ValueError(f"wanted gzip, zlib or deflate, found {container!r}")
