"""Values of four kinds, and whether a decoder gives them back from what an encoder of the table made."""

from __future__ import annotations

from harness.decode import DEFAULT
from harness.decode.registry import Unpacker
from tests.detect.encoders import ENCODERS

VALUES = (
    b"KQXV7H2MZPABCDEFGHIJKLMNOP",
    b"alice private diary 2026",
    b"861234567890127",
    b"eefc9fd3-1cfb-4717-b774-eaae02f212a3",
)
WORDS = VALUES[1]


def gives_back(one: Unpacker, encoder: str, value: bytes) -> bool:
    """Whether one of the parts holds the value, in either case of its letters."""
    body = ENCODERS[encoder](value)
    if not one.matches(body):
        return False
    return any(value.lower() in part.lower() for _, part in one.unpack(body, DEFAULT))
