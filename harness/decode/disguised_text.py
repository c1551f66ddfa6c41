"""Text behind look-alikes: full-width and styled letters, homoglyphs, accents, invisible characters.

Compatibility forms by NFKC (UAX #15); look-alikes of Cyrillic and Greek after the confusables of
UTS #39, the letters alone that pass for Latin ones.  What invisible characters spell is read too:
tags (U+E0020..), variation selectors as bytes, two zero-width characters as bits.
"""

from __future__ import annotations

import re
import unicodedata

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "disguised"
CERTAIN = False
_LEAST = 4
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]+"
)
_CYRILLIC = "АВЕЅІЈКМНОРСТУХЗЬҮԌԚԜаеѕіјорсухԁһԛԝӏвкмнтгпѵьүзб"
_AS_LATIN = "ABESIJKMHOPCTYX3bYGQWaesijopcyxdhqwlbkmhtrnvby36"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳαβγεικνορτυχωϲηςμ"
_GREEK_LATIN = "ABEZHIKMNOPTYXCjabyeikvoptuxwcnsm"
_OTHER = "ıɑɡɩʏʜʟᴀʙᴄᴅᴇꜰɢɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢØøłŁđĐħŧƄƅ"
_OTHER_LATIN = "iagiyhlabcdefgijkmnoprstuvwzOolLdDhtbb"
_HOMOGLYPHS = str.maketrans(_CYRILLIC + _GREEK + _OTHER, _AS_LATIN + _GREEK_LATIN + _OTHER_LATIN)
_TAGS = {0xE0000 + c: chr(c) for c in range(0x20, 0x7F)}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
_BITS = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]{32,}")


def matches(data: bytes) -> bool:
    """Whether it is a text outside ASCII."""
    return len(data) >= _LEAST and not data.isascii() and is_text(data)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The text without its disguise, and what its invisible characters spell, beside the text as it is.

    Raises ValueError where nothing changes.
    """
    text = data.decode("utf-8")
    found: list[Part] = [("invisible@0", part) for part in _hidden(text)]
    bare = _INVISIBLE.sub("", text)
    plain = unicodedata.normalize("NFKC", bare)
    if not plain.isascii():
        latin = plain.translate(_HOMOGLYPHS)
        if not latin.isascii():
            apart = unicodedata.normalize("NFKD", latin)
            latin = "".join(c for c in apart if not unicodedata.combining(c))
        if latin.isascii() or (bare == text and plain == bare):
            plain = latin if latin.isascii() else plain
    if plain != text and plain:
        found.append((f"{NAME}@0", plain.encode("utf-8")))
    if not found:
        raise ValueError("no disguise")
    return found


def _hidden(text: str) -> list[bytes]:
    """What tags, variation selectors and zero-width characters spell."""
    found: list[bytes] = []
    tags = "".join(_TAGS.get(ord(c), "") for c in text if ord(c) >= 0xE0000)  # noqa: PLR2004 (the plane of tags)
    if len(tags) >= _LEAST:
        found.append(tags.encode())
    found.extend(bytes(_selected(ord(c)) for c in run) for run in _SELECTORS.findall(text))
    for run in _BITS.findall(text):
        kinds = sorted(set(run))
        for zero, one in (kinds[:2], kinds[1::-1]) if len(kinds) > 1 else ():
            bits = "".join("0" if c == zero else "1" for c in run if c in (zero, one))
            size = len(bits) // 8
            plain = int(bits[: 8 * size] or "0", 2).to_bytes(size, "big")
            if is_text(plain) and plain:
                found.append(plain)
    return found


def _selected(point: int) -> int:
    """The byte that a variation selector stands for: 16 in one block, 240 in the other."""
    return point - 0xFE00 if point < 0xE0100 else point - 0xE0100 + 16  # noqa: PLR2004 (the second block)
