"""Letters that were rotated: rot13, rot47, Atbash, Caesar's by any number.

What comes out is believed only where it is words or a notation.  Where a value is known, its rotated
spellings are looked for themselves (`spellings`): no text shows that it was random before.
"""

from __future__ import annotations

import string

from harness.decode import words
from harness.decode.base85_text import is_dense
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "rotated"
CERTAIN = False
LEAST = 10
_LONGEST = 65_536
_SAMPLE = 96
_UPPER, _LOWER = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()


def _caesar(shift: int) -> bytes:
    return bytes.maketrans(
        _UPPER + _LOWER,
        _UPPER[shift:] + _UPPER[:shift] + _LOWER[shift:] + _LOWER[:shift],
    )


_ROT13 = _caesar(13)
_ATBASH = bytes.maketrans(_UPPER + _LOWER, _UPPER[::-1] + _LOWER[::-1])
_PRINTED = bytes(range(0x21, 0x7F))
_ROT47 = bytes.maketrans(_PRINTED, _PRINTED[47:] + _PRINTED[:47])
_ROT5 = bytes.maketrans(b"0123456789", b"5678901234")
_ROT18 = bytes(_ROT5[_ROT13[c]] for c in range(256))
TABLES = {
    "rot13": _ROT13,
    "rot47": _ROT47,
    "atbash": _ATBASH,
    "rot18": _ROT18,
    "rot5": _ROT5,
}
_CAESARS = {f"caesar-{n}": _caesar(n) for n in range(1, 26) if n != 13}  # noqa: PLR2004 (rot13)
_VOWELS = b"aeiouAEIOU"
_OTHERS = bytes(c for c in range(256) if not chr(c).isascii() or not chr(c).isalpha())
_HEX_LETTERS = b"abcdefABCDEF"
_MOST_VOWELS = 26
"""Vowels of a hundred letters: words have 30 to 45."""


def matches(data: bytes) -> bool:
    """Whether a text of letters has too few vowels for words, or signs strewn as rot47 does it."""
    if not LEAST <= len(data) <= _LONGEST or not data.isascii():
        return False
    head = data[:_SAMPLE]
    letters = head.translate(None, _OTHERS)
    if not letters.translate(None, _HEX_LETTERS):
        return is_dense(head)
    if 2 * len(letters) < len(head) or len(letters) < 8:  # noqa: PLR2004 (as `words.reads` wants them)
        return is_dense(head)
    vowels = len(letters) - len(letters.translate(None, _VOWELS))
    if 100 * vowels <= _MOST_VOWELS * len(letters):
        mixed = not letters.islower() and not letters.isupper()
        return not (mixed and b" " not in head and head.isalnum()) or is_dense(head)
    return b"uggc" in head or is_dense(head)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text under the rotation that gives words.  Raises ValueError where none does."""
    head = data[:_SAMPLE]
    if words.reads(head) or words.opens(head):
        raise ValueError("words as it is")
    for name in ("rot13", "rot47", "atbash"):
        plain = head.translate(TABLES[name])
        if words.opens(plain) or words.reads(plain):
            return [(name, data.translate(TABLES[name]))]
    if b" " not in head and not head.isalpha():
        raise ValueError("no rotation gives words")
    best = max(_CAESARS, key=lambda name: words.score(head[:64].translate(_CAESARS[name])))
    plain = data.translate(_CAESARS[best])
    if not words.reads(plain):
        raise ValueError("no rotation gives words")
    return [(best, plain)]


def spellings(value: bytes) -> list[tuple[str, bytes]]:
    """How a known value is spelled under each rotation that changes it: (name, spelling)."""
    return [(name, rotated) for name, table in TABLES.items() if (rotated := value.translate(table)) != value]
