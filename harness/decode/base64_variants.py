"""Base64 and base32 in other orders of letters, other signs, other padding.

The orders of crypt, bcrypt, xxencode, and of digits or small letters first; base32hex (RFC 4648 §7),
Crockford's, z-base-32; base64 with padding inside (pieces that were joined).  `declared` makes a
format of an alphabet that a vendor format declares.
"""

# ruff: noqa: PLR2004 (bytes by their ASCII codes)

from __future__ import annotations

import binascii
import re
import string
from dataclasses import dataclass

from harness.decode.budget import Budget
from harness.decode.proof import is_certain
from harness.decode.refusal import Part

NAME = "base64-variant"
CERTAIN = False
LEAST = 16
_DIGITS, _UPPER, _LOWER = string.digits, string.ascii_uppercase, string.ascii_lowercase
STANDARD = (_UPPER + _LOWER + _DIGITS + "+/").encode()
_ORDERS = {
    "rot13": "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm" + _DIGITS + "+/",
    "crypt": "./" + _DIGITS + _UPPER + _LOWER,
    "bcrypt": "./" + _UPPER + _LOWER + _DIGITS,
    "xx": "+-" + _DIGITS + _UPPER + _LOWER,
    "small-first": _LOWER + _UPPER + _DIGITS + "+/",
    "digits-first": _DIGITS + _UPPER + _LOWER + "+/",
    "digits-small-first": _DIGITS + _LOWER + _UPPER + "+/",
    "digits-last-url": _DIGITS + _UPPER + _LOWER + "-_",
    "digits-small-first-url": _DIGITS + _LOWER + _UPPER + "-_",
    "small-first-url": _LOWER + _UPPER + _DIGITS + "-_",
}
_ORDER_BYTES = {name: order.encode() for name, order in _ORDERS.items()}
_ORDER_TABLES = {name: bytes.maketrans(order, STANDARD) for name, order in _ORDER_BYTES.items()}
_ALNUM = (_UPPER + _LOWER + _DIGITS).encode()
_PADDED = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_THIRTY_TWO = {
    "base32hex": _DIGITS + _UPPER[:22],
    "crockford": _DIGITS + "ABCDEFGHJKMNPQRSTVWXYZ",
    "z-base-32": "ybndrfg8ejkmcpqxot1uwisza345h769",
    "geohash": _DIGITS + "bcdefghjkmnpqrstuvwxyz",
}
_VALUES = _DIGITS + _LOWER[:22]
_TABLES_32 = {
    name: bytes(
        ord(_VALUES[at]) if (at := order.lower().find(chr(c).lower())) >= 0 and c < 128 else 0x21
        for c in range(256)
    )
    for name, order in _THIRTY_TWO.items()
}
_SIGNS = b"+/-_.,~!@$*:="
_MOST_SIGNS = 3
_CAPITALS = _UPPER.encode()
_MIXED = 24
"""Letters without a digit that are no words written together, where a quarter of them are capitals."""


def matches(data: bytes) -> bool:
    """Whether letters of both cases and digits, or of one case, stand there with at most three signs."""
    if len(data) < LEAST:
        return False
    signs = data.translate(None, _ALNUM)
    if signs and (signs.translate(None, _SIGNS) or len(set(signs)) > _MOST_SIGNS):
        return False
    letters = data.translate(None, _SIGNS)
    if letters.isdigit():
        return False
    if letters.isalpha():
        capitals = len(letters) - len(letters.translate(None, _CAPITALS))
        return len(letters) >= _MIXED and len(letters) < 4 * capitals < 3 * len(letters)
    return not letters.islower() or not signs.strip(b"=")


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """What an unusual order of letters spells that is meant.  Raises ValueError where none does."""
    found: list[Part] = []
    body = data.rstrip(b"=.~$*!")
    letters = body.translate(None, _SIGNS)
    if letters.islower() or letters.isupper():
        found = _thirty_two(body)
    elif b"=" in body:
        found = _joined(data)
    else:
        signs = body.translate(None, _ALNUM)
        for name, order in _ORDER_BYTES.items():
            spelled = data.rstrip(b"=")
            if not spelled.translate(None, order):
                _try(spelled.translate(_ORDER_TABLES[name]), f"base64:{name}", found)
        others = bytes(dict.fromkeys(signs))
        if others and not set(others) <= set(b"+/") and not set(others) <= set(b"-_"):
            for pair in ((others + b"\1")[:2], (others + b"\1")[1::-1]):
                _try(body.translate(bytes.maketrans(pair, b"+/")), f"base64:{others.decode()}", found)
        elif len(body) < len(data) and data[len(body)] not in b"=":
            _try(body.replace(b"-", b"+").replace(b"_", b"/"), "base64:padded", found)
        if body[-1:] in b"012" and len(body) % 4 == (1 - int(body[-1:])) % 4:
            _try(body[:-1].replace(b"-", b"+").replace(b"_", b"/"), "base64:counted", found)
    if not found:
        raise ValueError("no order of letters spells anything")
    return found


def _try(letters: bytes, name: str, found: list[Part]) -> None:
    """Appends what letters of standard base64 spell, where that is meant."""
    if len(letters) % 4 == 1:
        return
    try:
        plain = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4), strict_mode=True)
    except ValueError:
        return
    if is_certain(plain):
        found.append((name, plain))
        _bits(letters, plain, name, found)


def _bits(letters: bytes, plain: bytes, name: str, found: list[Part]) -> None:
    """Appends the last letters where they carry bits that belong to no byte."""
    if binascii.b2a_base64(plain, newline=False).rstrip(b"=") != letters.rstrip(b"="):
        found.append((f"{name}.bits", letters[-4:]))


def _joined(data: bytes) -> list[Part]:
    """Pieces of base64, each with its padding."""
    pieces = []
    bits: list[Part] = []
    for piece in _PADDED.findall(data):
        letters = piece.replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
        if len(letters) % 4 == 1:
            return []
        pieces.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
        _bits(letters, pieces[-1], "base64:joined", bits)
    plain = b"".join(pieces)
    if _PADDED.sub(b"", data) or not is_certain(plain):
        return []
    return [("base64:joined", plain), *bits]


def _thirty_two(body: bytes) -> list[Part]:
    """What the other orders of base32 spell."""
    found: list[Part] = []
    letters = body.replace(b"-", b"")
    for name, table in _TABLES_32.items():
        digits = letters.translate(table)
        if b"!" in digits or len(digits) % 8 in (1, 3, 6):
            continue
        size, left = divmod(5 * len(digits), 8)
        number = int(digits, 32)
        plain = (number >> left).to_bytes(size, "big")
        if is_certain(plain):
            found.append((name, plain))
            if number & ((1 << left) - 1):
                found.append((f"{name}.bits", b"%d" % (number & ((1 << left) - 1))))
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    """Base64 in an alphabet of 64 letters that a vendor's sources define, and perhaps a sign of padding.

    Raises ValueError where it is not 64 different letters of ASCII, or 65 with the padding.
    """

    alphabet: str
    NAME: str = "base64-declared"
    CERTAIN: bool = False

    def __post_init__(self) -> None:
        letters = self.alphabet.encode("ascii")
        if len(set(letters)) != len(letters) or len(letters) not in (64, 65):
            raise ValueError(
                f"alphabet: wanted 64 different letters (65 with padding), found {len(set(letters))}"
            )

    def matches(self, data: bytes) -> bool:
        """Whether all of it is of the alphabet."""
        return len(data) >= LEAST and not data.translate(None, self.alphabet.encode())

    def unpack(self, data: bytes, _budget: Budget) -> list[Part]:
        """The bytes.  Raises ValueError where the length or the padding is none of base64."""
        letters = self.alphabet.encode()
        body = data.rstrip(letters[64:]) if letters[64:] else data
        if len(body) % 4 == 1 or body.translate(None, letters[:64]):
            raise ValueError("no base64 has this length or padding")
        plain = body.translate(bytes.maketrans(letters[:64], STANDARD))
        return [(self.NAME, binascii.a2b_base64(plain + b"=" * (-len(plain) % 4)))]
