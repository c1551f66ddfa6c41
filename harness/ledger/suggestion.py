"""What somebody may have meant who wrote a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LISTED = 20
"""Known names that a message lists where none is near; more would hide the message."""


def unknown(wanted: str, found: str, known: Iterable[str]) -> str:
    """`wanted an act, found 'serach' (did you mean 'search'?)`: what a message says of an unknown name.

    Case does not matter.  Where no known name is near, a short list of them is named.
    """
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(found.casefold(), folded, n=1)
    if near:
        hint = f" (did you mean {folded[near[0]]!r}?)"
    else:
        hint = f" (known: {', '.join(names)})" if 0 < len(names) <= _LISTED else ""
    return f"wanted {wanted}, found {found!r}{hint}"


def unknown_words(wanted: str, found: str, known: Iterable[str]) -> str:
    """The same for a sentence, whose beginning may be meant to be some known words."""
    near = [words for words in known if difflib.get_close_matches(words, [found[: len(words)]], cutoff=0.7)]
    hint = f" (did you mean {max(near, key=len)!r}?)" if near else ""
    return f"wanted {wanted}, found {found!r}{hint}"
