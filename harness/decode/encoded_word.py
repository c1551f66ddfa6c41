"""Encoded words (RFC 2047, `=?utf-8?B?..?=`) and parameters (RFC 2231, RFC 8187, `*=utf-8..`)."""

from __future__ import annotations

import binascii
import re
import urllib.parse

from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "encoded-word"
CERTAIN = False
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WORD = re.compile(rb"=\?([A-Za-z0-9_.:-]+)(\*[A-Za-z0-9-]*)?\?([bBqQ])\?([^?\r\n]*)\?=(?:\s+(?==\?))?")
_PARAMETER = re.compile(
    rb"([\w.-]+)(?:\*(\d+))?(\*?)\s*=\s*\"?(?:([A-Za-z0-9_.:-]*)'[A-Za-z0-9-]*')?([^;\s\"]*)\"?"
)


def matches(data: bytes) -> bool:
    """Whether an encoded word or a parameter with a character set stands in it."""
    return (b"=?" in data and _WORD.search(data) is not None) or (
        b"*" in data and b"=" in data and (b"''" in data or b"*0" in data)
    )


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text with its words in UTF-8, their character sets, and the values of such parameters.

    Values are joined where continued, and stand beside the text: `parameter@<offset>:<name>`.
    Raises ValueError where neither is in it.
    """
    found: list[Part] = []
    plain = _WORD.sub(_word, data)
    if plain != data:
        found.append((NAME, plain))
        charsets = dict.fromkeys(word[1] + (word[2] or b"") for word in _WORD.finditer(data))
        found.extend((f"{NAME}-charset", charset) for charset in charsets)
    values: dict[bytes, list[tuple[int, bytes]]] = {}
    starts: dict[bytes, int] = {}
    for parameter in _PARAMETER.finditer(data):
        name, number, extended, charset, value = parameter.groups()
        if number or extended:
            text = urllib.parse.unquote_to_bytes(value) if extended else value
            starts.setdefault(name, parameter.start())
            values.setdefault(name, []).append((int(number or 0), _as_utf8(text, charset or b"")))
    found.extend(
        (f"parameter@{starts[name]}:{name.decode()}", b"".join(piece for _, piece in sorted(pieces)))
        for name, pieces in values.items()
    )
    if not found:
        raise ValueError("no encoded word")
    return found


def _word(match: re.Match[bytes]) -> bytes:
    if match[3] in b"bB":
        letters = match[4].rstrip(b"=")
        if letters.translate(None, _BASE64):
            return match[0]
        text = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    else:
        text = binascii.a2b_qp(match[4], header=True)
    return _as_utf8(text, match[1])


def _as_utf8(text: bytes, charset: bytes) -> bytes:
    """A text of a named character set, as it is where the set is unknown or it is none of it."""
    try:
        return text.decode(charset.decode("ascii") or "utf-8").encode("utf-8")
    except (LookupError, UnicodeError):
        return text
