"""MessagePack (specification of 2017): one map or array that takes exactly all bytes."""

# ruff: noqa: PLR2004 (first bytes as the specification's table gives them)

from __future__ import annotations

from typing import Any

import msgpack

from harness.decode.binary_value import flatten
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "msgpack"
_unpackb: Any = msgpack.unpackb  # type: ignore[attr-defined]
_LARGEST = 512 * 1024
"""Bytes: every byte may become an object of sixty."""


def matches(data: bytes) -> bool:
    """Whether the first byte opens a map or an array."""
    first = data[0]
    return (0x80 < first <= 0x9F or 0xDC <= first <= 0xDF) and 4 <= len(data) <= _LARGEST


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and binaries, `msgpack:a[0].b`.  Raises ValueError."""
    try:
        value: Any = _unpackb(data, raw=True, strict_map_key=False, object_pairs_hook=tuple)
    except (msgpack.exceptions.UnpackException, OverflowError, TypeError) as e:
        raise ValueError("not MessagePack") from e
    return flatten(value, "msgpack:", budget)
