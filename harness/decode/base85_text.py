"""Base85: Ascii85 (Adobe, btoa), RFC 1924's letters (git, Python), Z85 (ZeroMQ RFC 32); and base91."""

from __future__ import annotations

import base64
import re

from harness.decode.budget import Budget
from harness.decode.proof import is_certain, may_open
from harness.decode.refusal import Part

NAME = "base85"
CERTAIN = False
LEAST = 12
_LONGEST = 1 << 20
_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_Z85 = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_FROM_Z85 = bytes.maketrans(_Z85, _B85)
_ASCII85 = bytes(range(0x21, 0x76)) + b"zy"
_BASE91 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,./:;<=>?@[]^_`{|}~"'
_91_VALUES = bytes(_BASE91.find(bytes([c])) & 255 for c in range(256))
_HEAD = 30
"""Letters that are read first, whole groups of each alphabet but base91."""
_TEXT = bytes(c for c in range(256) if (c >= 0x20 and c != 0x7F) or c in b"\t\r\n")  # noqa: PLR2004 (ASCII)
_WHITE = b" \t\r\n"
_FRAMED = re.compile(rb"<~([!-uzy\s]*)~>")
_ALNUM = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_USUAL = b"-_./:=&?,@%+"
"""Signs of addresses, names and times: text of no other signs is none of these alphabets."""


def matches(data: bytes) -> bool:
    """Whether it stands between `<~` and `~>`, or is one word with signs strewn among its letters."""
    if len(data) < LEAST:
        return False
    if b"<~" in data and b"~>" in data:
        return True
    return b" " not in data and is_dense(data) and len(data) <= _LONGEST and b"://" not in data


def is_dense(data: bytes) -> bool:
    """Whether signs that stand in no name, time or address are strewn over the whole text."""
    signs = data.translate(None, _ALNUM + _USUAL + _WHITE)
    return len(signs) * 48 >= len(data) and len(set(signs)) * 2 > min(len(signs), 4)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes in every alphabet that spells something meant, and the text around `<~...~>`.

    Raises ValueError where none does.
    """
    framed = _FRAMED.search(data)
    if framed:
        plain = base64.a85decode(framed[1], foldspaces=True)
        around: list[Part] = [
            (f"ascii85:{name}", text)
            for name, text in (("before", data[: framed.start()]), ("rest", data[framed.end() :]))
            if text.strip()
        ]
        return [("ascii85", plain), *around]
    bare = data.translate(None, _WHITE)
    found: list[Part] = []
    for name, alphabet, undo in _BARE:
        if not bare.translate(None, alphabet):
            try:
                head = undo(bare[:_HEAD])
                if not may_open(head) and head[:-4].translate(None, _TEXT):
                    continue
                plain = undo(bare)
            except ValueError:
                continue
            if is_certain(plain):
                found.append((name, plain))
    if not found:
        raise ValueError("no alphabet of base85 spells anything")
    return found


def _ascii85(data: bytes) -> bytes:
    return base64.a85decode(data, foldspaces=True)


def _z85(data: bytes) -> bytes:
    return base64.b85decode(data.translate(_FROM_Z85))


def base91(data: bytes) -> bytes:
    """The bytes that basE91 (Henke 2006) spelled: pairs of letters for 13 or 14 bits, lowest first."""
    values = data.translate(_91_VALUES)
    out = bytearray()
    queue = bits = 0
    for at in range(0, len(values) - 1, 2):
        pair = values[at] + 91 * values[at + 1]
        queue |= pair << bits
        bits += 13 if pair & 8191 > 88 else 14  # noqa: PLR2004 (the two widths of basE91)
        while bits >= 8:  # noqa: PLR2004 (bits of a byte)
            out.append(queue & 255)
            queue >>= 8
            bits -= 8
    if len(values) & 1:
        out.append((queue | values[-1] << bits) & 255)
    return bytes(out)


_BARE = (
    ("ascii85", _ASCII85, _ascii85),
    ("base85", _B85, base64.b85decode),
    ("z85", _Z85, _z85),
    ("base91", _BASE91, base91),
)
