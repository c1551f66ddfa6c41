"""Which encodings of text a text may be in, by the signs that stand among its letters.

The lists are what the `registry` takes up: formats known by their first byte, formats of bytes without a
magic, and encodings of text, which are undone beside the text and must prove themselves.  `offers` shows a
text to the few of them that its signs allow, so that ordinary identifiers cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from harness.decode import (
    avro_file,
    base45_text,
    base64_inside,
    base64_variants,
    base85_text,
    bson_body,
    bzip2_stream,
    code_list,
    data_url,
    disguised_text,
    encoded_word,
    engineio_text,
    escape_text,
    hex_list,
    lzstring_text,
    morse_text,
    number_text,
    punycode_text,
    reversed_bytes,
    rotated_text,
    smile_body,
    snappy_block,
    snappy_frame,
    sse_text,
    utf7_text,
    utf32_text,
    uuencode_text,
    xor_bytes,
    xz_stream,
    yenc_text,
    zip_archive,
)
from harness.decode.budget import DEFAULT, Budget
from harness.decode.refusal import NOT_READ, Part, Refusal


class Encoding(Protocol):
    """What an encoding's module offers; `CERTAIN` tells whether its parts stand for the bytes."""

    NAME: str
    CERTAIN: bool

    def matches(self, data: bytes, /) -> bool:
        """Whether the bytes may be of it."""

    def unpack(self, data: bytes, budget: Budget, /) -> list[Part]:
        """The parts of the bytes.  Raises ValueError."""


BY_FIRST_BYTE: tuple[tuple[bytes, Encoding], ...] = (
    (xz_stream.FIRST, xz_stream),
    (bzip2_stream.FIRST, bzip2_stream),
    (snappy_frame.FIRST, snappy_frame),
    (zip_archive.FIRST, zip_archive),
    (smile_body.FIRST, smile_body),
    (avro_file.FIRST, avro_file),
    (sse_text.FIRST, sse_text),
    (engineio_text.FIRST, engineio_text),
)
"""Certain formats, known by how they begin."""

IN_BYTES: tuple[Encoding, ...] = (bson_body, utf32_text, snappy_block, reversed_bytes, xor_bytes)
"""Binary formats without a magic: the first two are certain, `xor_bytes` comes last of all."""

WHOLE: tuple[Encoding, ...] = (uuencode_text, yenc_text)
"""Certain formats of a text; yEnc also of bytes."""

Signs = frozenset[int]


def _among(signs: bytes) -> Callable[[Signs], bool]:
    allowed = frozenset(signs)
    return lambda found: found <= allowed


def _with(signs: bytes) -> Callable[[Signs], bool]:
    wanted = frozenset(signs)
    return lambda found: wanted <= found


def _any(signs: bytes) -> Callable[[Signs], bool]:
    wanted = frozenset(signs)
    return lambda found: bool(found & wanted)


def _beyond(signs: bytes) -> Callable[[Signs], bool]:
    usual = frozenset(signs)
    return lambda found: not found <= usual


_LINE, _EQUALS = b"\n="
_SEPARATORS = frozenset(b" \t\r\n:;,|._/+&-'\"[](){}<>#$%\\")

ONCE: tuple[Encoding, ...] = (rotated_text, reversed_bytes)
"""Those that undo themselves: what came out of one is not shown to it again."""

IN_ADDITION: tuple[tuple[Encoding, int, Callable[[Signs], bool]], ...] = (
    (number_text, number_text.LEAST, _among(b"")),
    (base45_text, base45_text.LEAST, _among(b" $%*+-./:")),
    (base64_variants, base64_variants.LEAST, _among(b"+/-_.,~!@$*:=")),
    (base64_inside, base64_inside.LEAST, lambda _: True),
    (lzstring_text, lzstring_text.LEAST, _among(b"+/-$=_")),
    (base85_text, base85_text.LEAST, _beyond(b"-_./:=&?,@%+ \r\n\t")),
    (hex_list, hex_list.LEAST, lambda signs: bool(signs) and (signs <= _SEPARATORS or _LINE in signs)),
    (
        code_list,
        code_list.LEAST,
        lambda signs: signs <= _SEPARATORS or bool({0x2C, 0x28} & signs and {0x28, 0x5B, 0x7B} & signs),
    ),
    (escape_text, 4, _any(b"\\%+_")),
    (utf7_text, 5, _any(b"+&")),
    (encoded_word, 8, lambda signs: _EQUALS in signs and bool({0x3F, 0x2A} & signs)),
    (data_url, 8, _with(b":,")),
    (punycode_text, 6, _with(b"-")),
    (morse_text, 12, lambda signs: bool(signs) and signs <= frozenset(b".-_* /|\r\n\t")),
    (
        reversed_bytes,
        reversed_bytes.LEAST,
        lambda signs: {0x3A, 0x2F} <= signs or bool({0x7B, 0x5B, 0x3C} & signs),
    ),
    (rotated_text, rotated_text.LEAST, lambda _: True),
    (uuencode_text, 8, lambda signs: 0x20 in signs or len(signs) > 2 or _LINE in signs),  # noqa: PLR2004
    (yenc_text, 16, _with(b"=")),
)
"""Encodings of text in ASCII: the shortest text, and whether its signs allow them."""

OUTSIDE_ASCII: tuple[Encoding, ...] = (
    disguised_text,
    lzstring_text,
    escape_text,
    base64_inside,
    data_url,
    morse_text,
)
"""Encodings of other texts."""

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SHORTEST = 10
"""Bytes below which nothing but an escape is undone: the forms of the searched values find the rest."""
_REMEMBERED = 256
_SHORT_SIGNS = b"\\%&+*"


@lru_cache(maxsize=4096)
def _allowed(signs: Signs) -> tuple[tuple[Encoding, int], ...]:
    """The encodings that some signs allow, each with its shortest text."""
    return tuple((encoding, least) for encoding, least, allows in IN_ADDITION if allows(signs))


def decodings(data: bytes, budget: Budget) -> tuple[Part, ...]:
    """What a text may mean in each of the encodings that it fits, beside the text itself.

    Short texts are remembered, since the messages of one app repeat most of theirs.  Never raises: what an
    encoding refuses is left out, but for the parts that it had read.
    """
    return _short(data) if len(data) <= _REMEMBERED else tuple(_undo(data, budget))


@lru_cache(maxsize=8192)
def _short(data: bytes) -> tuple[Part, ...]:
    return tuple(_undo(data, DEFAULT))


def _undo(data: bytes, budget: Budget) -> list[Part]:
    found: list[Part] = []
    for encoding in offers(data):
        try:
            found.extend(encoding.unpack(data, budget))
        except Refusal as refusal:
            found.extend(refusal.parts)
        except NOT_READ:
            continue
    return found


def offers(data: bytes) -> list[Encoding]:
    """The encodings that a text may be in: all that match it."""
    size = len(data)
    if not data.isascii():
        return [one for one in OUTSIDE_ASCII if one.matches(data)]
    signs = data.translate(None, _LETTERS)
    if size < _SHORTEST and not (signs and any(sign in _SHORT_SIGNS for sign in signs)):
        return []
    if signs == b"----" and size == _UUID and _is_uuid(data):
        return []
    if not signs and size < _LONG_NUMBER and not data.translate(None, _HEX):
        return []
    return [one for one, least in _allowed(frozenset(signs)) if size >= least and one.matches(data)]


_UUID = 36
_LONG_NUMBER = 22
"""Digits, decimal or hex, of the shortest number that may spell a text in another way than hex."""
_HEX = b"0123456789abcdefABCDEF"


def _is_uuid(data: bytes) -> bool:
    return data[8] == data[13] == data[18] == data[23] == 0x2D and not data.translate(None, _HEX + b"-")  # noqa: PLR2004
