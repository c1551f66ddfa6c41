"""UTF-7 (RFC 2152) and its variant for the names of mailboxes (RFC 3501 §5.1.3)."""

from __future__ import annotations

import binascii
import re
import unicodedata

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "utf-7"
CERTAIN = False
_SHIFTED = re.compile(rb"\+([A-Za-z0-9+/]{3,})(-?)|\+-")
_MAILBOX = re.compile(rb"&([A-Za-z0-9+,]{3,})-|&-")
_LIKELY = re.compile(rb"[+&](?:A[AC-H]|B[AD-E]|[DEFTU-Z]|[a-jl])[A-Za-z0-9+/,]+")
"""A letter of ASCII, Latin, Greek, Cyrillic, or a Chinese character stands first."""


def matches(data: bytes) -> bool:
    """Whether a stretch of base64 follows a plus or an ampersand and begins as UTF-16 would."""
    return (b"+" in data or b"&" in data) and _LIKELY.search(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text as UTF-8.  Raises ValueError where a stretch is no UTF-16."""
    mailbox = b"&" in data and _MAILBOX.search(data) is not None and _SHIFTED.search(data) is None
    plain = (_MAILBOX if mailbox else _SHIFTED).sub(_plain, data)
    if plain == data or not is_text(plain):
        raise ValueError("not a text in UTF-7")
    return [("utf-7-mailbox" if mailbox else NAME, plain)]


def _plain(match: re.Match[bytes]) -> bytes:
    if match[1] is None:
        return match[0][:1]
    letters = match[1].replace(b",", b"/")
    if len(letters) % 4 == 1:
        raise ValueError("no base64 has this length")
    units = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    if binascii.b2a_base64(units, newline=False).rstrip(b"=\n") != letters:
        raise ValueError("bits that belong to no letter")
    if len(units) % 2:
        units, odd = units[:-1], units[-1]
        if odd:
            raise ValueError("no UTF-16 has this length")
    text = units.decode("utf-16-be")
    if len({_script(letter) for letter in text if letter.isalpha()}) > 1 or not text.isprintable():
        raise ValueError("letters of several scripts")
    return text.encode("utf-8")


def _script(letter: str) -> str:
    """The script of a letter by its name; those of Japanese are one."""
    word = unicodedata.name(letter, "NONE").split()[0]
    return "CJK" if word in ("HIRAGANA", "KATAKANA") else word
