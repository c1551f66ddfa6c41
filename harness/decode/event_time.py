"""The time that an event carries: milliseconds since the epoch by the phone's clock."""

from __future__ import annotations

_DIGITS = 20


def milliseconds(value: object) -> int | None:
    """The time of a JSON value as it was written; None where it is no whole number."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS:
        return int(value)
    return None
