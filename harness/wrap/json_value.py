"""A value inside a JSON text (RFC 8259)."""

from __future__ import annotations

import json
import re
from typing import Any

_STEP = re.compile(r"\[(\d{1,4})\]|([^.\[\]]+)")


def wrap(value: bytes, *, path: str) -> bytes:
    """The smallest JSON text that holds `value` as the string at `path`.

    `path` is names and indices, as in `[0].properties.url`; list places before an index are null.
    Raises ValueError for a path that is empty or malformed and for a value that is not UTF-8.
    """
    nested: Any = value.decode("utf-8")
    for step in reversed(steps(path)):
        nested = [None] * step + [nested] if isinstance(step, int) else {step: nested}
    return json.dumps(nested, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def steps(path: str) -> tuple[str | int, ...]:
    """The names and indices of a path.  Raises ValueError where it is empty or malformed."""
    found: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            raise ValueError(f"wanted a path such as [0].properties.url, found {path!r}")
        found.append(int(match[1]) if match[1] is not None else match[2])
        position = match.end()
        if path[position : position + 1] == "." and position + 1 < len(path):
            position += 1
    if not found:
        raise ValueError("wanted a path such as [0].properties.url, found an empty one")
    return tuple(found)
