"""Leaves of a value that a binary format gave: tuples of pairs for maps, lists, bytes, text, numbers.

Names are leaves like values (`x:a.{name}`), and so are the length of a list (`x:a[]`), the number of a tag
or of an extension (`x:a#`), booleans and null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason


class _TooMany(ValueError):
    """More items than the budget allows."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value under a number that says how it is meant: a tag of CBOR, an extension of MessagePack."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that is no text but has a name in its specification, such as `undefined`."""

    name: str


_PAIR = 2
_LEAST = 3
"""Letters of a text that makes a guess at a binary format believable."""
SHOWN = 32
"""Letters of a name that its own step shows."""


def flatten(value: Any, prefix: str, budget: Budget, *, known: bool = False) -> list[Part]:
    """The leaves with their steps.

    Raises ValueError where no text is among them, unless the format is `known` by its magic: bytes that
    were meant otherwise parse too often.
    """
    found: list[Part] = []
    try:
        texts = _walk(value, prefix, found, budget.nesting, budget.structure)
    except _TooMany as e:
        raise Refusal(GapReason.BUDGET, f"{prefix} more than {budget.structure} items", found) from e
    if not texts and not known:
        raise ValueError("no text in it")
    return found


def _walk(value: Any, step: str, found: list[Part], levels: int, most: int) -> int:
    if levels == 0:
        raise ValueError("nested too deep")
    if len(found) > most:
        raise _TooMany
    if isinstance(value, tuple):
        return _walk_map(value, step, found, levels, most)
    if isinstance(value, list):
        if len(value) != 1:
            found.append((f"{step}[]", str(len(value)).encode()))
        return sum(
            _walk(inner, f"{step}[{number}]", found, levels - 1, most) for number, inner in enumerate(value)
        )
    if isinstance(value, Tagged):
        found.append((f"{step}#", str(value.number).encode()))
        return _walk(value.value, step, found, levels - 1, most)
    data = _bytes(value)
    if data is None:
        raise ValueError(f"no value of a binary format: {type(value).__name__}")
    found.append((step, data))
    return int(isinstance(value, (bytes, str)) and len(data) >= _LEAST and is_text(data))


def _walk_map(pairs: tuple[Any, ...], step: str, found: list[Part], levels: int, most: int) -> int:
    texts = 0
    if not pairs:
        found.append((f"{step}{{}}", b"0"))
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == _PAIR):
            raise ValueError("not a map")
        key, inner = pair
        name = _bytes(key)
        label = name.decode("utf-8", "backslashreplace") if name is not None else "?"
        dotted = step if step.endswith(":") else f"{step}."
        texts += _walk(inner, dotted + label, found, levels - 1, most)
        if name is None:
            texts += _walk(key, f"{step}{{key}}", found, levels - 1, most)
        else:
            texts += isinstance(key, (bytes, str)) and len(name) >= _LEAST and is_text(name)
            found.append((f"{dotted}{{{label[:SHOWN]}}}", name))
    return texts


def _bytes(value: Any) -> bytes | None:
    """A value as text, or its own bytes; None for one that holds others."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, (int, float)):
        return repr(value).encode()
    return value.name.encode() if isinstance(value, Symbol) else None
