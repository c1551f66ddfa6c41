"""A site's own icon: a PNG whose digest belongs to one canary host alone (method §3)."""

from __future__ import annotations

import hashlib
import struct
import zlib

SIDE = 16
"""Pixels; the coarsest icon that browsers show."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG (W3C PNG §5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def favicon(host: str) -> bytes:
    """A true-colour PNG drawn from the SHA-256 of the host's name."""
    digest = hashlib.sha256(host.encode("utf-8", "backslashreplace")).digest()
    rows = bytearray()
    for y in range(SIDE):
        rows.append(0)
        for x in range(SIDE):
            cell = digest[(y // 4) * 4 + x // 4]
            rows += bytes((cell, digest[(cell + x) % 32], digest[(cell + y) % 32]))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )
