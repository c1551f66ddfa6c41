"""Version names of apps, as `versionName` gives them: dotted numbers, perhaps with a suffix."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"[vV]?([0-9]{1,9}(?:\.[0-9]{1,9}){0,7})(?:[^0-9.].*)?", re.DOTALL)


def version_key(version: str) -> tuple[int, ...]:
    """The numbers of a version, without closing zeros, to be compared.  Raises ValueError."""
    match = _NUMBERS.fullmatch(version.strip())
    if match is None:
        raise ValueError(f"wanted a version like 12.1.4, found {version!r}")
    numbers = [int(number) for number in match.group(1).split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def within(version: str, first: str | None, until: str | None) -> bool:
    """Whether a version lies from `first` (inclusive) to `until` (exclusive); None is no limit."""
    key = version_key(version)
    return (first is None or version_key(first) <= key) and (until is None or key < version_key(until))
