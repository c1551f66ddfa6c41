"""The usual ways to write one value: case, separators dropped or changed."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"[:\-_ .+/,]")
_SEPARATORS = ("", "-", ":", "_", ".", " ", "+", "/")


def without_separators(value: str) -> str:
    """The value's letters and digits as other writers join them."""
    return _SEPARATOR.sub("", value)


def separator_variants(value: str) -> tuple[str, ...]:
    """The value with its separators dropped or changed, other than as it is."""
    if not _SEPARATOR.search(value.strip()):
        return ()
    variants = dict.fromkeys(_SEPARATOR.sub(other, value) for other in _SEPARATORS)
    return tuple(v for v in variants if v and v != value)


def spellings(value: str) -> tuple[tuple[str, str], ...]:
    """What software hashes and encodes: (suffix of the form's name, spelling), each spelling once."""
    bare = without_separators(value)
    named = (
        ("", value),
        ("/lower", value.lower()),
        ("/upper", value.upper()),
        ("/no-separators", bare),
        ("/no-separators/lower", bare.lower()),
        ("/no-separators/upper", bare.upper()),
    )
    found: dict[str, str] = {}
    for suffix, spelling in named:
        if spelling:
            found.setdefault(spelling, suffix)
    return tuple((suffix, spelling) for spelling, suffix in found.items())
