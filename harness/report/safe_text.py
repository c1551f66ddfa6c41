r"""Captured text made harmless for terminals, text files and HTML viewers.

A phone, a page or a server chose these characters: control characters, direction overrides and
invisible characters become visible escapes (`\x1b`, `\u202e`), long text is cut and says so.
Markup of the viewer (HTML, rich) is left to the viewer's own escaping.
"""

from __future__ import annotations

import unicodedata

LINE_MOST = 300
BLOCK_MOST = 100_000
"""Characters of captured text that a person is shown; the run folder keeps all of it."""

_HOSTILE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode general categories: control, format (with bidi overrides), surrogate, private, separators."""


def one_line(value: str | bytes, most: int = LINE_MOST) -> str:
    """The text in one line of at most `most` characters of the original, line breaks escaped too."""
    return _escaped(value, most, keep="")


def block(value: str | bytes, most: int = BLOCK_MOST) -> str:
    """The text with its line breaks and tabs, everything else as in `one_line`."""
    return _escaped(value, most, keep="\n\t")


def _escaped(value: str | bytes, most: int, keep: str) -> str:
    # UTF-8 has at most 4 bytes per character: what is never shown is never decoded.
    cut = value[: most * 4 + 4].decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
    text = (
        cut[:most]
        if cut.isprintable()
        else "".join(
            character
            if character in keep or not _hostile(character)
            else character.encode("unicode_escape").decode("ascii")
            for character in cut[:most]
        )
    )
    if isinstance(value, bytes):
        return text if len(cut) <= most else f"{text}… (of {len(value)} bytes)"
    return text if len(value) <= most else f"{text}… ({len(value) - most} more characters)"


def _hostile(character: str) -> bool:
    # Characters that will never be assigned: XML has no way to carry some of them.
    never = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"  # noqa: PLR2004
    return never or unicodedata.category(character) in _HOSTILE
