"""Leaves of a value that a binary format gave: tuples of pairs for maps, lists, bytes, text, numbers."""

from __future__ import annotations

from typing import Any

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason


class _TooMany(ValueError):
    """More items than the budget allows."""


_PAIR = 2
_LEAST = 3
"""Letters of a text that makes a guess at a binary format believable."""


def flatten(value: Any, prefix: str, budget: Budget) -> list[Part]:
    """The leaves with their steps.

    Raises ValueError where no text is among them: bytes that were meant otherwise parse too often.
    """
    found: list[Part] = []
    try:
        texts = _walk(value, prefix, found, budget.nesting, budget.structure)
    except _TooMany as e:
        raise Refusal(GapReason.BUDGET, f"{prefix} more than {budget.structure} items", found) from e
    if not texts:
        raise ValueError("no text in it")
    return found


def _walk(value: Any, step: str, found: list[Part], levels: int, most: int) -> int:
    if levels == 0:
        raise ValueError("nested too deep")
    if len(found) > most:
        raise _TooMany
    if isinstance(value, tuple):
        texts = 0
        for pair in value:
            if not (isinstance(pair, tuple) and len(pair) == _PAIR):
                raise ValueError("not a map")
            key, inner = pair
            name = _bytes(key)
            label = name.decode("utf-8", "backslashreplace") if name is not None else "?"
            texts += name is not None and len(name) >= _LEAST and is_text(name)
            below = step + label if step.endswith(":") else f"{step}.{label}"
            texts += _walk(inner, below, found, levels - 1, most)
            if name is None:
                texts += _walk(key, f"{step}{{key}}", found, levels - 1, most)
        return texts
    if isinstance(value, list):
        if not value:
            found.append((step, b""))
        return sum(
            _walk(inner, f"{step}[{number}]", found, levels - 1, most) for number, inner in enumerate(value)
        )
    data = _bytes(value)
    if data is None:
        data = b""
    found.append((step, data))
    return int(not isinstance(value, (int, float)) and len(data) >= _LEAST and is_text(data))


def _bytes(value: Any) -> bytes | None:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, bool) or value is None:
        return str(value).encode()
    if isinstance(value, (int, float)):
        return repr(value).encode()
    data = getattr(value, "data", None)
    return data if isinstance(data, bytes) else None
