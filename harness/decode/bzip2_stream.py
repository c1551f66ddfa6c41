"""bzip2 streams (bzip2 1.0.8), one after another, checksums verified."""

from __future__ import annotations

import bz2

from harness.decode.budget import Budget
from harness.decode.refusal import Part
from harness.decode.streamed import inflate

NAME = "bzip2"
CERTAIN = True
FIRST = b"B"
_MAGIC = b"BZh"
_BLOCK = b"\x31\x41\x59\x26\x53\x59"
_END = b"\x17\x72\x45\x38\x50\x90"


def matches(data: bytes) -> bool:
    """Whether it begins with the magic, a level and the sign of a block or of the end."""
    return data.startswith(_MAGIC) and data[3:4].isdigit() and data[4:10] in (_BLOCK, _END)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """What was compressed, and what follows it.  Raises ValueError and Refusal."""
    return inflate(data, budget.expansion, NAME, bz2.BZ2Decompressor, _MAGIC, (OSError, EOFError))
