"""What a value looks like: for people and for hints, never a reason why it is understood (method §7)."""

from __future__ import annotations

import re
from enum import Enum


class Shape(Enum):
    """The look of a value."""

    EMPTY = "empty"
    WORD = "word"
    TEXT = "text"
    BOOLEAN = "boolean"
    NUMBER = "number"
    TIME = "time"
    UUID = "uuid"
    HEX = "hex"
    BASE64 = "base64"
    VERSION = "version"
    LOCALE = "locale"
    ADDRESS = "address"
    TOKEN = "token"  # noqa: S105 (letters and digits)
    BYTES = "bytes"


_SHAPES = re.compile(
    rb"(?P<empty>)"
    rb"|(?P<boolean>true|false|null)"
    rb"|(?P<time>1[0-9]{9}(?:\.[0-9]{1,6})?|1[0-9]{12}|1[0-9]{15}"
    rb"|20[0-9]{2}-[01][0-9]-[0-3][0-9]"
    rb"(?:[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)"
    rb"|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    rb"|(?P<uuid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"
    rb"|(?P<hex>(?=[A-Fa-f]*[0-9])(?:[0-9a-f]{8,}|[0-9A-F]{8,}))"
    rb"|(?P<version>[Vv]?[0-9]+(?:\.[0-9A-Za-z_-]+){1,6})"
    rb"|(?P<locale>[a-z]{2,3}(?:[-_][A-Z]{2})?)"
    rb"|(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,15}://[!-~]+)"
    rb"|(?P<word>[A-Za-z]+(?:[._ -][A-Za-z]+)*)"
    rb"|(?P<base64>(?=[!-~]*[0-9+/=])(?:[A-Za-z0-9+/_-]{4}){4,}[A-Za-z0-9+/_=-]{0,4})"
    rb"|(?P<token>[A-Za-z0-9._:@$+/=-]+)"
)

_LINES = str.maketrans("\t\r\n", "   ")


def shape(value: bytes) -> Shape:
    """The first shape, from the narrowest to the widest, that the whole value has."""
    found = _SHAPES.fullmatch(value)
    if found is not None and found.lastgroup is not None:
        return Shape(found.lastgroup)
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return Shape.BYTES
    return (
        Shape.TEXT
        if text.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable()
        else Shape.BYTES
    )
