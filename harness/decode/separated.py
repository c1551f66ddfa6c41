"""Lists of numbers and the signs between them: whether what the numbers stand for says all of a list."""

from __future__ import annotations

import re

_KINDS = 4
"""Different separators of a list that somebody printed: between, at the ends of lines, before, behind."""


def says_all(data: bytes, number: re.Pattern[bytes]) -> bool:
    """Whether nothing but numbers of this spelling and a few kinds of separators stands in a list.

    Where it is not so, the list stays a leaf beside what its numbers stand for.
    """
    between = number.sub(b"\0", data).split(b"\0")
    return len(set(between)) <= _KINDS and not any(chr(sign).isalnum() for sign in b"".join(between))
