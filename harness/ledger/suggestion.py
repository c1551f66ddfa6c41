"""What somebody may have meant who wrote a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LISTED = 20
"""Known names that a message lists where none is near; more would hide the message."""


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known name that is nearest, None where none is near; case does not matter."""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(found.casefold(), names, n=1)
    return names[near[0]] if near else None


def meant(found: str, known: Iterable[str]) -> str:
    """` Did you mean 'INC-02'?`, or nothing where no known name is near: for the end of a message."""
    name = nearest(found, known)
    return f" Did you mean {name!r}?" if name is not None else ""


def unknown(wanted: str, found: str, known: Iterable[str]) -> str:
    """`wanted an act, found 'serach' (did you mean 'search'?)`: what a message says of an unknown name.

    Where no known name is near, a short list of them is named.
    """
    names = list(dict.fromkeys(known))
    name, hint = nearest(found, names), ""
    if name is not None:
        hint = f" (did you mean {name!r}?)"
    elif 0 < len(names) <= _LISTED:
        hint = f" (known: {', '.join(names)})"
    return f"wanted {wanted}, found {found!r}{hint}"


def unknown_words(wanted: str, found: str, known: Iterable[str]) -> str:
    """The same for a sentence, whose beginning may be meant to be some known words."""
    near = [words for words in known if difflib.get_close_matches(words, [found[: len(words)]], cutoff=0.7)]
    hint = f" (did you mean {max(near, key=len)!r}?)" if near else ""
    return f"wanted {wanted}, found {found!r}{hint}"
